package io.steward.controller.intake;

import io.steward.controller.projection.Cursor;
import io.steward.controller.projection.StateChange;
import io.steward.model.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One listener to changes: first what it missed, then what happens, each change once and in order.
 *
 * <p>The replaying thread and the feeding thread share it; what happens during the replay is held until that is done.
 */
final class Watcher {
    private static final int MOST_HELD = 20_000;

    private final StreamClient client;
    private final String who;
    private final StreamFilter filter;
    private Cursor seen;
    private @Nullable List<StateChange> held = new ArrayList<>();

    Watcher(StreamClient client, String who, StreamFilter filter, Cursor from) {
        this.client = client;
        this.who = who;
        this.filter = filter;
        this.seen = from;
    }

    StreamClient client() {
        return client;
    }

    /** The caller's name. */
    String who() {
        return who;
    }

    synchronized Cursor seen() {
        return seen;
    }

    /** Something that it missed. */
    synchronized void replay(StateChange change) {
        seen = change.cursor();
        write(change);
    }

    /** The replay is done. */
    synchronized void live() {
        List<StateChange> waiting = held == null ? List.of() : held;
        held = null;
        for (StateChange change : waiting) {
            if (!seen.includes(change.stream(), change.seq())) {
                write(change);
            }
        }
    }

    /** Something happened. */
    synchronized void happened(StateChange change) {
        if (held == null) {
            write(change);
        } else if (held.size() < MOST_HELD) {
            held.add(change);
        } else {
            client.close();
        }
    }

    /** A sign of life, with the place reached, so that a quiet listener need not go far back when it comes again. */
    synchronized void alive(Cursor reached) {
        if (held == null) {
            client.send(text(": alive\nid: " + reached + "\n\n"));
        }
    }

    void hello() {
        client.send(text(": steward\nretry: 2000\nid: " + seen() + "\n\n"));
    }

    private void write(StateChange change) {
        if (filter.wants(change)) {
            client.send(text("event: " + change.type().word() + "\nid: " + change.cursor() + "\ndata: "
                    + Json.text(json(change.row())) + "\n\n"));
        }
    }

    private static Map<String, @Nullable Object> json(Map<String, @Nullable Object> row) {
        return Rows.of(row);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
