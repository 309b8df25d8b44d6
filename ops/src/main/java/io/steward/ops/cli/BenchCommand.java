package io.steward.ops.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code steward bench}: speed beside a limit measured in the same run. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Measures on this machine what the bare parts can do and what Steward does with them, in one run, and"
                    + " prints both with their ratio.",
            "Every benchmark starts its own broker, controller and nodes in a scratch folder and takes them away again."
        },
        subcommands = {
            BenchLatencyCommand.class,
            BenchThroughputCommand.class,
            BenchFleetCommand.class,
            BenchFoldCommand.class,
            BenchQueryCommand.class,
            BenchIdleCommand.class,
            BenchConsumersCommand.class,
            BenchReplicasCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  steward bench latency                    how soon a command is known to be done",
            "  steward bench fold --entries 1000000     how fast the log becomes rows",
            "  steward bench idle -o json               what waiting costs, for programs"
        })
final class BenchCommand implements Runnable {
    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "say which: " + String.join(", ", spec.subcommands().keySet()));
    }
}
