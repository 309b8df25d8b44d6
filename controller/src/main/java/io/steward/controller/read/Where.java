package io.steward.controller.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Conditions that were asked for, joined by {@code and}, with their parameters. For one thread. */
final class Where {
    private final List<String> conditions = new ArrayList<>();
    private final List<Object> parameters = new ArrayList<>();

    Where equal(String column, Optional<?> value) {
        return and(column + " = ?", value);
    }

    Where and(String condition, Optional<?> value) {
        value.ifPresent(present -> {
            conditions.add(condition);
            parameters.add(present);
        });
        return this;
    }

    Object[] parameters() {
        return parameters.toArray();
    }

    @Override
    public String toString() {
        return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
    }
}
