package io.steward.controller.issue;

import io.steward.model.command.Args;
import io.steward.model.command.OnCrash;
import io.steward.model.subject.ProcessName;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What an operator wants done, before it is commands: whom, what, and under which conditions. A value; it has no id and
 * no time of its own.
 */
public record Order(
        Targets targets,
        ProcessName process,
        Args args,
        Optional<Duration> timeout,
        Optional<Instant> expiresAt,
        OnCrash onCrash,
        boolean supersedes,
        Optional<String> reason) {

    /** Arguments may hold secrets. */
    @Override
    public String toString() {
        return "Order[" + process + " for " + targets + "]";
    }
}
