package io.steward.ops.scratch;

import java.io.IOException;
import java.time.Duration;

/** A part of the scratch fleet did not come up, so there is nothing to hurt. Names it and shows its last words. */
public final class NotStarted extends IOException {
    private NotStarted(Member part, String what) {
        super(part.name() + " " + what + "; the last lines of its log:\n"
                + part.lastLines().indent(4).stripTrailing());
    }

    public static NotStarted ended(Member part, int exit) {
        return new NotStarted(part, "ended with " + exit + " at the start");
    }

    public static NotStarted silent(Member part, String awaited, Duration patience) {
        return new NotStarted(part, awaited + " within " + patience.toSeconds() + " s");
    }
}
