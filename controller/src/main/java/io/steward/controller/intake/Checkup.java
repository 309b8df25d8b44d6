package io.steward.controller.intake;

import java.util.List;
import java.util.Locale;

/** Looks at everything that a person would look at when something seems wrong. Any thread; takes seconds at most. */
@FunctionalInterface
public interface Checkup {
    /** How good it is. */
    enum Level {
        OK,
        WARN,
        FAIL;

        /** {@code ok}, {@code warn} or {@code fail}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One thing that was looked at.
     *
     * @param what was found, in one sentence
     * @param advice what to do; empty when it is well
     */
    record Finding(String name, Level level, String what, String advice) {
        public static Finding ok(String name, String what) {
            return new Finding(name, Level.OK, what, "");
        }

        public static Finding warn(String name, String what, String advice) {
            return new Finding(name, Level.WARN, what, advice);
        }

        public static Finding fail(String name, String what, String advice) {
            return new Finding(name, Level.FAIL, what, advice);
        }
    }

    List<Finding> look();
}
