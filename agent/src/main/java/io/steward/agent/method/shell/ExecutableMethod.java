package io.steward.agent.method.shell;

import io.steward.agent.method.Handler;
import io.steward.agent.method.Method;
import io.steward.agent.method.Outcome;
import io.steward.agent.method.Recovery;
import io.steward.agent.method.Surroundings;
import io.steward.agent.method.Work;
import io.steward.model.command.Command;
import io.steward.model.command.Secret;
import io.steward.model.subject.Token;
import io.steward.model.wire.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A method that is an executable file: it gets the arguments of the command as JSON on its input and {@code
 * STEWARD_COMMAND_ID}, {@code STEWARD_SUBJECT} and {@code STEWARD_NODE} in its environment; its exit code and output
 * are the answer. Arguments that came sealed stand open in that JSON, which then is in no file. Serves every domain on demand. Runs under the same wrapper as {@link ShellCommand}.
 */
public final class ExecutableMethod implements Method {
    private final String name;
    private final Path file;

    /** @throws io.steward.model.subject.InvalidName if the name is no token */
    public ExecutableMethod(String name, Path file) {
        this.name = Token.valid("method", name);
        this.file = file.toAbsolutePath();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean servesOnDemand(String domain) {
        return true;
    }

    @Override
    public boolean concurrent() {
        return true;
    }

    @Override
    public Handler open(Surroundings surroundings) {
        return new Runs(file);
    }

    private record Runs(Path file) implements Handler {
        @Override
        public void check(Work work) {
            // Which arguments there are is the executable's business.
        }

        @Override
        public Outcome run(Work work) throws InterruptedException {
            Command command = work.command();
            boolean secret = Secret.within(command.args().fields());
            String input = Json.text(Secret.revealed(command.args().fields())) + "\n";
            Invocation invocation = new Invocation(
                    List.of(file.toString()),
                    Optional.empty(),
                    secret ? Optional.empty() : Optional.of(input),
                    Map.of(),
                    Optional.empty(),
                    secret ? new Hidden(Map.of(), Optional.of(new Secret(input))) : Hidden.NONE,
                    false);
            return ShellWork.run(
                    work,
                    invocation,
                    Map.of(
                            "STEWARD_SUBJECT", command.subject().toString(),
                            "STEWARD_NODE", command.node().value()));
        }

        @Override
        public Recovery recover(Work work) throws InterruptedException {
            return ShellWork.recover(work, false);
        }

        @Override
        public void close() {
            // It does nothing by itself.
        }
    }
}
