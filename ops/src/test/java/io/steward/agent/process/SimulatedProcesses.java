package io.steward.agent.process;

import io.steward.agent.journal.Journal;
import io.steward.agent.method.Method;
import io.steward.agent.trust.Gatekeeper;
import io.steward.model.command.CommandId;
import io.steward.model.subject.NodeName;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A process table on the time and the threads of a simulation, and without a disk. */
public final class SimulatedProcesses {
    private static final Path NOWHERE = Path.of("nowhere");

    private SimulatedProcesses() {}

    public static ProcessTable table(
            NodeName node,
            Journal journal,
            Method method,
            String bootId,
            int attempts,
            InstantSource clock,
            Gatekeeper gatekeeper,
            Scheduling scheduling,
            Consumer<Throwable> halt) {
        return new ProcessTable(
                node,
                journal,
                Map.of(method.name(), method),
                new Limits(8, Duration.ofSeconds(30), Duration.ofHours(1), attempts),
                NOWHERE,
                bootId,
                (subject, id, json) -> true,
                clock,
                gatekeeper,
                halt,
                scheduling,
                new NoFolders());
    }

    private static final class NoFolders implements WorkFolders {
        @Override
        public Path of(CommandId id, int attempt) {
            return NOWHERE.resolve(id.value()).resolve(Integer.toString(attempt));
        }

        @Override
        public Path made(CommandId id, int attempt) {
            return of(id, attempt);
        }

        @Override
        public void remove(CommandId id) {}

        @Override
        public void removeAll(Predicate<CommandId> needless) {}
    }
}
