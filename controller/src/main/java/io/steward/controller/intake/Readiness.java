package io.steward.controller.intake;

import java.util.List;

/** Whether the controller can do its work, asked at any time, by any thread. */
@FunctionalInterface
public interface Readiness {
    /** One thing it takes. */
    record Condition(String name, boolean met, String words) {}

    /** All that it takes. */
    List<Condition> conditions();
}
