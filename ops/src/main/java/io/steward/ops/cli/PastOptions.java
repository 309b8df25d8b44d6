package io.steward.ops.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A past moment, for the commands that show state. */
final class PastOptions {
    /** Whose time counts. */
    enum By {
        recorded,
        event
    }

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "Everything as it was then: 2026-11-22T09:00:00Z, '2h ago', 14:00 or 'yesterday 14:00'.")
    @Nullable
    String at;

    @Option(
            names = "--by",
            paramLabel = "recorded|event",
            description = "With --at: what the log knew then (recorded, the default), or what had happened by then as"
                    + " far as is known today (event).")
    @Nullable
    By by;

    boolean given() {
        return at != null;
    }

    /** Adds the parameters of the API. */
    void into(Map<String, @Nullable Object> query) {
        if (at == null && by != null) {
            throw Trouble.wrongUse("--by needs --at: say which moment");
        }
        if (at != null) {
            query.put("at", moment().toString());
            query.put("by", by == null ? null : by.name());
        }
    }

    /** The moment, or now: what the ages in a table count from. */
    Instant moment() {
        Instant now = Instant.now();
        if (at == null) {
            return now;
        }
        try {
            return Times.moment(at, now, ZoneId.systemDefault());
        } catch (IllegalArgumentException e) {
            throw Trouble.wrongUse("--at " + e.getMessage());
        }
    }

    /** A past moment does not go on. */
    void exclude(boolean follow) {
        if (follow && at != null) {
            throw Trouble.wrongUse("--follow and --at exclude each other: the past does not go on");
        }
    }
}
