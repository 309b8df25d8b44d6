package io.steward.agent.method;

import io.steward.model.command.Fault;
import io.steward.model.command.Output;
import java.util.Optional;

/**
 * How work ended. Exit code 0 is success, anything else is not; work that has no exit code of its own answers with 0 or
 * a fault.
 *
 * @param stopped the work ended because it was stopped, not by itself
 */
public record Outcome(Optional<Integer> exitCode, Output output, Optional<Fault> fault, boolean stopped) {

    public static Outcome done(String stdout) {
        int bytes = stdout.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        return new Outcome(Optional.of(0), new Output(stdout, "", bytes, 0, false), Optional.empty(), false);
    }

    public static Outcome failed(Fault fault) {
        return new Outcome(Optional.empty(), Output.NONE, Optional.of(fault), false);
    }

    public boolean succeeded() {
        return exitCode.isPresent() && exitCode.get() == 0 && fault.isEmpty();
    }
}
