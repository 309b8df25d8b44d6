package io.steward.ops.cli;

import io.steward.ops.chaos.Chaos;
import io.steward.ops.chaos.ChaosOptions;
import io.steward.ops.chaos.ChaosResult;
import io.steward.ops.chaos.plan.FaultKind;
import io.steward.ops.chaos.proof.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code steward chaos}: hurts a scratch fleet on this machine and proves what held. */
@Command(
        name = "chaos",
        mixinStandardHelpOptions = true,
        description = {
            "Starts a scratch fleet of real processes on this machine, sends it a known load while faults strike,",
            "and then holds the log, the state database and the effects of every command against each promise.",
            "Exit code 0: all held. 1: something was lost, doubled or unexplained; its history is printed. 3: the run"
                    + " could",
            "not be finished, because a part did not come up for example.",
            "The same seed gives the same load and faults; when exactly each happens depends on the machine."
        },
        footer = {
            "",
            "Examples:",
            "  steward chaos",
            "  steward chaos --faults 1000 --seed 7",
            "  steward chaos --only CONTROLLER_KILL,LINK_CUT --faults 200",
            "  steward chaos --cluster --keep /tmp/run"
        })
final class ChaosCommand implements Callable<Integer> {
    private static final int MOST_FAULTS = 100_000;
    private static final int MOST_NODES = 20;

    /** Held, so that its level stays. What the harness's own links say is of no interest. */
    private static final Logger QUIET = Logger.getLogger("io.steward");

    @Mixin
    Format format;

    @Option(names = "--faults", paramLabel = "N", description = "How many. Default: ${DEFAULT-VALUE}.")
    int faults = 50;

    @Option(names = "--seed", paramLabel = "S", description = "What the plan is made from. Default: a new one.")
    @Nullable
    Long seed;

    @Option(names = "--nodes", paramLabel = "N", description = "How many agents. Default: ${DEFAULT-VALUE}.")
    int nodes = 3;

    @Option(names = "--cluster", description = "Three broker servers and three copies of every stream.")
    boolean cluster;

    @Option(
            names = "--truncate",
            description = "Also lose what the broker has acknowledged, as in a power cut without forced writes.")
    boolean truncate;

    @Option(
            names = "--only",
            paramLabel = "KIND",
            split = ",",
            description = {
                "Only faults of these kinds, separated by commas: ${COMPLETION-CANDIDATES}.",
                "Default: all but BROKER_TRUNCATE, which needs --truncate."
            })
    Set<FaultKind> only = EnumSet.noneOf(FaultKind.class);

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description = "Use and keep this folder. Default: a temporary one, kept only if a promise did not hold.")
    @Nullable
    Path keep;

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        QUIET.setLevel(Level.WARNING);
        long chosen = seed == null ? new SecureRandom().nextInt(1_000_000_000) : seed;
        ChaosOptions options =
                new ChaosOptions(faults, chosen, nodes, cluster, truncate, only, Optional.ofNullable(keep));
        System.err.println("seed " + chosen);
        Chaos chaos = Chaos.of(options, System.err::println);
        Thread end = new Thread(chaos::abandon, "end");
        Runtime.getRuntime().addShutdownHook(end);
        ChaosResult result = run(chaos);
        if (format.table()) {
            table(result);
        } else {
            format.value(System.out, json(result));
        }
        return result.held() ? 0 : Trouble.REFUSED;
    }

    private static ChaosResult run(Chaos chaos) throws InterruptedException {
        try {
            return chaos.run();
        } catch (IOException | IllegalArgumentException e) {
            throw Trouble.unreachable("the run could not be finished: " + e.getMessage());
        }
    }

    private void check() throws IOException {
        if (faults < 0 || faults > MOST_FAULTS) {
            throw Trouble.wrongUse("--faults " + faults + " is not allowed: use 0 to " + MOST_FAULTS);
        }
        if (nodes < 1 || nodes > MOST_NODES) {
            throw Trouble.wrongUse("--nodes " + nodes + " is not allowed: use 1 to " + MOST_NODES);
        }
        if (only.contains(FaultKind.BROKER_TRUNCATE) && !truncate) {
            throw Trouble.wrongUse("--only BROKER_TRUNCATE is not allowed without --truncate: say it, too");
        }
        if (keep != null && Files.exists(keep)) {
            try (Stream<Path> content = Files.list(keep)) {
                if (content.findAny().isPresent()) {
                    throw Trouble.wrongUse(
                            "--keep " + keep + " is not allowed: use a folder that is empty or not there");
                }
            }
        }
    }

    private void table(ChaosResult result) {
        format.value(
                System.out,
                json(result).entrySet().stream()
                        .filter(field -> !field.getKey().equals("violations"))
                        .collect(
                                LinkedHashMap::new,
                                (map, field) -> map.put(field.getKey(), words(field.getValue())),
                                Map::putAll));
        for (Violation violation : result.violations()) {
            System.out.println();
            System.out.println(violation.kind() + "  " + violation.commandId().orElse("") + " " + violation.words());
            violation.history().forEach(line -> System.out.println("    " + line));
        }
        System.out.println();
        System.out.println(
                result.held()
                        ? "All promises held."
                        : result.violations().size() + " violations; everything is kept in "
                                + result.kept().orElse(""));
    }

    private static @Nullable Object words(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.isEmpty()
                    ? null
                    : map.entrySet().stream()
                            .map(one -> one.getKey() + " " + one.getValue())
                            .collect(Collectors.joining(", "));
        }
        return value;
    }

    private static Map<String, @Nullable Object> json(ChaosResult result) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("held", result.held());
        json.put("seed", result.options().seed());
        json.put("nodes", result.options().nodes());
        json.put("brokers", result.options().cluster() ? 3 : 1);
        Map<String, Integer> faults = new LinkedHashMap<>();
        result.faults().forEach((kind, count) -> faults.put(kind.name(), count));
        json.put("faults", faults);
        json.put("counts", result.counts());
        json.put("ends", result.ends());
        json.put("compared", result.compared());
        json.put("endsOfTheirOwn", result.endsOfTheirOwn());
        Map<String, String> phases = new LinkedHashMap<>();
        result.phases().forEach((name, time) -> phases.put(name, seconds(time)));
        json.put("phases", phases);
        json.put("missing", result.missing().isEmpty() ? null : String.join("; ", result.missing()));
        json.put("kept", result.kept().orElse(null));
        json.put(
                "violations",
                result.violations().stream().map(ChaosCommand::json).toList());
        return json;
    }

    private static Map<String, @Nullable Object> json(Violation violation) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("kind", violation.kind().name());
        json.put("command", violation.commandId().orElse(null));
        json.put("words", violation.words());
        json.put("history", violation.history());
        return json;
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }
}
