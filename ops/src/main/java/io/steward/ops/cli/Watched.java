package io.steward.ops.cli;

import java.time.Instant;
import java.util.Optional;

/** One command that {@code run} waits for. One thread. */
final class Watched {
    final String id;
    final String node;
    final StreamedOutput output = new StreamedOutput();
    boolean online = true;
    String status = "QUEUED";
    Optional<Instant> ended = Optional.empty();
    boolean told;

    Watched(String id, String node) {
        this.id = id;
        this.node = node;
    }

    boolean open() {
        return !told;
    }

    boolean succeeded() {
        return status.equals("SUCCEEDED");
    }
}
