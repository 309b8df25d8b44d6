package io.steward.ops.browser;

import io.steward.model.command.Args;
import io.steward.model.command.CommandId;
import io.steward.model.command.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A shell command to a made-up node, and how far it came.
 *
 * @param status {@code QUEUED} when nothing was said about it
 * @param ago how long ago it was sent
 */
record MadeUpCommand(
        CommandId id,
        String node,
        List<String> argv,
        Status status,
        int exitCode,
        String stdout,
        String stderr,
        Duration ago) {
    Args args() {
        return new Args(Map.of("argv", argv));
    }
}
