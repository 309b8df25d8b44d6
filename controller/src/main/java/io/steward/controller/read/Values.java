package io.steward.controller.read;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Values of columns that are never null. */
final class Values {
    private Values() {}

    static Object present(@Nullable Object value) {
        return Objects.requireNonNull(value, "a column that is never null");
    }

    static String text(@Nullable Object value) {
        return present(value).toString();
    }
}
