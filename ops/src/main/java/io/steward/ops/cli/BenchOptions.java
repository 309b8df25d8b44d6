package io.steward.ops.cli;

import io.steward.nats.server.NatsServerBinary;
import io.steward.ops.bench.Bench;
import io.steward.ops.bench.Workbench;
import io.steward.ops.bench.report.Findings;
import io.steward.ops.bench.report.Machine;
import io.steward.ops.scratch.Warden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all benchmarks have in common: their bounds, their folder, and how they answer. */
final class BenchOptions {
    private static final int MOST_SECONDS = 7200;

    /** Held, so that its level stays: what the benchmark's own links say is of no interest. */
    private static final Logger QUIET = Logger.getLogger("io.steward");

    @Spec(Spec.Target.MIXEE)
    CommandSpec mixee;

    @Mixin
    Format format;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description =
                    "How long a measured part may take at most; what was done by then counts. Default: ${DEFAULT-VALUE}.")
    int seconds = 60;

    @Option(
            names = "--save",
            paramLabel = "DIR",
            description =
                    "Also write the result there: NAME.json with the command that made it, NAME.txt, and a picture of"
                            + " each curve.")
    @Nullable
    Path save;

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description = "Work in this folder, which is empty or not there, and leave it. Default: a temporary one.")
    @Nullable
    Path keep;

    @Option(names = "--check", description = "Exit code 1 if a figure misses its goal.")
    boolean check;

    /** Runs it and answers; the exit code. */
    int run(String name, Bench bench) throws InterruptedException {
        checkBounds();
        QUIET.setLevel(Level.WARNING);
        try {
            Findings findings = measured(bench);
            show(name, findings);
            return check && !findings.held() ? Trouble.REFUSED : 0;
        } catch (IOException e) {
            throw Trouble.unreachable("the benchmark could not be finished: " + e.getMessage());
        }
    }

    private Findings measured(Bench bench) throws IOException, InterruptedException {
        if (keep != null) {
            return bench.run(workbench(Files.createDirectories(keep)));
        }
        Path folder = Files.createTempDirectory("steward-bench");
        Warden warden = Warden.over(folder);
        try {
            return bench.run(workbench(folder));
        } finally {
            warden.close();
        }
    }

    private Workbench workbench(Path folder) {
        return new Workbench(folder, Duration.ofSeconds(seconds), System.err::println);
    }

    /** The words that repeat it anywhere. */
    private String command() {
        List<String> words = new ArrayList<>(List.of("steward"));
        List<String> given = mixee.root().commandLine().getParseResult().originalArgs();
        for (int i = 0; i < given.size(); i++) {
            if (given.get(i).equals("--save") || given.get(i).equals("--keep")) {
                i++;
            } else {
                words.add(given.get(i));
            }
        }
        return String.join(" ", words);
    }

    private void show(String name, Findings findings) throws IOException {
        Map<String, @Nullable Object> plain = new LinkedHashMap<>();
        plain.put("bench", name);
        plain.put("command", command());
        plain.put("machine", Machine.here(NatsServerBinary.provision()));
        plain.putAll(findings.plain());
        BenchTable table = new BenchTable(findings);
        if (format.table()) {
            table.lines(format.terminal).forEach(System.out::println);
        } else if (format.kind == Format.Kind.csv) {
            format.rows(System.out, BenchTable.COLUMNS, table.rows());
        } else {
            format.value(System.out, plain);
        }
        if (save != null) {
            new BenchFiles(Files.createDirectories(save)).write(name, plain, findings);
        }
    }

    private void checkBounds() {
        if (seconds < 1 || seconds > MOST_SECONDS) {
            throw Trouble.wrongUse("--seconds " + seconds + " is not allowed: use 1 to " + MOST_SECONDS);
        }
        if (keep != null && Files.exists(keep)) {
            try (Stream<Path> content = Files.list(keep)) {
                if (content.findAny().isPresent()) {
                    throw Trouble.wrongUse(
                            "--keep " + keep + " is not allowed: use a folder that is empty or not there");
                }
            } catch (IOException e) {
                throw Trouble.wrongUse("--keep " + keep + " is not allowed: use a folder: " + e.getMessage());
            }
        }
    }

    /** A number option of a benchmark, held to its bounds. */
    static int within(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw Trouble.wrongUse(option + " " + value + " is not allowed: use " + least + " to " + most);
        }
        return value;
    }
}
