package io.steward.agent.process;

import io.steward.agent.method.Method;
import io.steward.model.command.Args;
import org.jspecify.annotations.Nullable;

/** How many commands a process works on at once: the setting {@code concurrency} of every process. Pure. */
final class Width {
    static final String SETTING = "concurrency";
    private static final int MOST = 64;

    private Width() {}

    /** @throws IllegalArgumentException naming field, value and what is allowed */
    static int of(Method method, Args settings) {
        @Nullable Object asked = settings.fields().get(SETTING);
        if (asked == null) {
            return 1;
        }
        if (!(asked instanceof Number number)
                || number.doubleValue() != number.intValue()
                || number.intValue() < 1
                || number.intValue() > MOST) {
            throw new IllegalArgumentException(
                    "setting \"" + SETTING + "\" \"" + asked + "\" is not allowed: use 1 to " + MOST);
        }
        if (number.intValue() > 1 && !method.concurrent()) {
            throw new IllegalArgumentException("setting \"" + SETTING + "\" \"" + asked + "\" is not allowed: method "
                    + method.name() + " does one thing after the other, use 1");
        }
        return number.intValue();
    }
}
