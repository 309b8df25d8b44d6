package io.steward.agent.method;

import io.steward.model.command.Command;
import java.nio.file.Path;
import java.time.Duration;

/**
 * One start of one command.
 *
 * @param attempt 1 for the first
 * @param folder for this start alone; exists when {@link Handler#run} is called; removed once the log has stored the end
 * @param sameBoot false if the machine went down since the start (only for {@link Handler#recover})
 * @param timeout after which {@code stop} is requested by the process table; told so that a watchdog that outlives the
 *     agent can keep it too
 */
public record Work(
        Command command, int attempt, Path folder, boolean sameBoot, Duration timeout, Stop stop, EventSink events) {}
