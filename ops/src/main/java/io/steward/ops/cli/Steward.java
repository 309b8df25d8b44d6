package io.steward.ops.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The launcher. Exit codes: 0 done, 1 the fleet said no, 2 wrong use, 3 could not reach. The whole process; each
 * subcommand is a class of its own.
 */
@Command(
        name = "steward",
        mixinStandardHelpOptions = true,
        version = Steward.VERSION,
        description = "Commands a fleet of machines that are often away, and knows the state of each.",
        subcommands = {
            UpCommand.class,
            StopCommand.class,
            StartCommand.class,
            RunCommand.class,
            SendCommand.class,
            NodesCommand.class,
            NodeCommand.class,
            CommandsCommand.class,
            CommandCommand.class,
            EventsCommand.class,
            CancelCommand.class,
            SqlCommand.class,
            DoctorCommand.class,
            RepairCommand.class,
            RebuildCommand.class,
            AuditCommand.class,
            EnrolCommand.class,
            KeyCommand.class,
            PolicyCommand.class,
            TokenCommand.class,
            RevokeCommand.class,
            BenchCommand.class,
            ChaosCommand.class,
            InitCommand.class,
            ControllerCommand.class,
            AgentCommand.class,
            CompletionCommand.class,
            WordsCommand.class,
            ManCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:the fleet said no", "2:wrong use", "3:could not reach"},
        footer = {
            "",
            "Examples:",
            "  steward up                               a broker, a controller and three agents, here",
            "  steward run --all -- uname -a            a command on every node",
            "  steward nodes                            what state every node is in",
            "  steward sql \"SELECT node, online, last_status FROM node_state\"",
            "'steward COMMAND --help' says more about each."
        })
public final class Steward implements Runnable {
    static final String VERSION = "Steward 0.1.0";

    @Spec
    CommandSpec spec;

    /** The program. */
    public static void main(String[] args) {
        System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
        System.exit(run(args));
    }

    static int run(String... args) {
        return (args.length == 0 ? commandLine() : lineFor(args[0])).execute(args);
    }

    /** A service stays for months, and wants to be there soon: it has its own subcommand, and none of the others. */
    private static CommandLine lineFor(String first) {
        return switch (first) {
            case "agent" -> configured(alone(first, new AgentCommand()));
            case "controller" -> configured(alone(first, new ControllerCommand()));
            default -> commandLine();
        };
    }

    private static CommandLine alone(String name, Object service) {
        return new CommandLine(CommandSpec.create().name("steward")).addSubcommand(name, service);
    }

    static CommandLine commandLine() {
        CommandLine line = configured(new CommandLine(new Steward()));
        // So that 'run --all uname -a' works without '--', too.
        line.getSubcommands().get("run").setStopAtPositional(true);
        return line;
    }

    private static CommandLine configured(CommandLine line) {
        Terminal terminal = Terminal.here();
        line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        line.getSubcommands().values().forEach(sub -> sub.getCommandSpec().version(VERSION));
        line.registerConverter(Duration.class, Steward::duration);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpWidth(Math.max(80, Math.min(120, terminal.columns().orElse(100))));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(terminal.colours() ? Ansi.ON : Ansi.OFF));
        line.setExecutionExceptionHandler((thrown, command, parsed) -> explained(thrown, command));
        line.setParameterExceptionHandler(Steward::wrongUse);
        return line;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say which command: 'steward --help' lists them");
    }

    private static Duration duration(String text) {
        try {
            return Times.duration(text);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new CommandLine.TypeConversionException(String.valueOf(e.getMessage()));
        }
    }

    private static int explained(Exception thrown, CommandLine command) throws Exception {
        if (thrown instanceof Trouble trouble) {
            command.getErr().println("steward: " + trouble.getMessage());
            return trouble.exitCode();
        }
        if (thrown instanceof InterruptedException) {
            return 130;
        }
        throw thrown;
    }

    private static int wrongUse(ParameterException thrown, String[] args) {
        CommandLine command = thrown.getCommandLine();
        command.getErr().println("steward: " + thrown.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(thrown, command.getErr());
        command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return Trouble.WRONG_USE;
    }

    /** A body for a request, without the fields that are not set. */
    static Map<String, Object> body(Map<String, ? extends @org.jspecify.annotations.Nullable Object> fields) {
        Map<String, Object> body = new java.util.LinkedHashMap<>();
        fields.forEach((name, value) -> {
            if (value != null) {
                body.put(name, value);
            }
        });
        return body;
    }
}
