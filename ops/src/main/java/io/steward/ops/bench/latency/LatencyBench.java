package io.steward.ops.bench.latency;

import io.steward.ops.bench.Bench;
import io.steward.ops.bench.Samples;
import io.steward.ops.bench.Workbench;
import io.steward.ops.bench.report.Curve;
import io.steward.ops.bench.report.Figure;
import io.steward.ops.bench.report.Findings;
import io.steward.ops.bench.report.Goal;
import io.steward.ops.scratch.ScratchSite;
import io.steward.ops.up.JvmFlags;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;

/**
 * One node and one command under way: from the call of the API until the end is a row that can be read. Rounds of
 * commands and of the bare parts take turns.
 */
public final class LatencyBench implements Bench {
    private static final String NODE = "ship1";
    private static final String UNIT = "ms";

    private final LatencyCounts counts;
    private final Samples noop = new Samples();
    private final Samples program = new Samples();

    public LatencyBench(LatencyCounts counts) {
        this.counts = counts;
    }

    @Override
    public Findings run(Workbench workbench) throws IOException, InterruptedException {
        workbench.say("starting a broker for the bare parts");
        try (Parts parts = Parts.in(Files.createDirectory(workbench.folder().resolve("raw")), NODE);
                ScratchSite site = ScratchSite.layOut(
                        Files.createDirectory(workbench.folder().resolve("site")))) {
            workbench.say("starting broker, controller and agent");
            site.startBroker(UnaryOperator.identity());
            site.startController(Map.of());
            site.enrol(NODE);
            site.startAgent(NODE, JvmFlags.of("agent"), Map.of("acks.hold", hold()));
            try (OneNode node = new OneNode(site.api(), NODE)) {
                int rounds = measure(workbench, parts, node);
                return findings(parts, rounds);
            }
        }
    }

    private String hold() {
        return Duration.ofMillis(counts.holdMillis()).toString();
    }

    private int measure(Workbench workbench, Parts parts, OneNode node) throws IOException, InterruptedException {
        workbench.say("warming up: " + counts.warm() + " of each");
        round(parts, node, counts.warm(), false);
        long deadline = workbench.deadline();
        int rounds = 0;
        while (rounds < counts.rounds() && System.nanoTime() - deadline < 0) {
            round(parts, node, counts.each(), true);
            rounds++;
            workbench.say("round " + rounds + " of " + counts.rounds() + ": noop " + Figure.plain(noop.millis(50))
                    + " ms beside " + Figure.plain(parts.noop()) + " ms, true " + Figure.plain(program.millis(50))
                    + " ms beside " + Figure.plain(parts.program()) + " ms");
        }
        long sent = 2L * counts.warm() + noop.count() + program.count();
        if (node.succeeded() != sent) {
            throw new IOException(sent + " commands were told as succeeded, and the state database has "
                    + node.succeeded() + " of them without a conflict");
        }
        return rounds;
    }

    private void round(Parts parts, OneNode node, int each, boolean counted) throws IOException, InterruptedException {
        for (int i = 0; i < each; i++) {
            parts.once(counted);
        }
        for (int i = 0; i < each; i++) {
            long took = node.noop();
            if (counted) {
                noop.record(took);
            }
        }
        for (int i = 0; i < each; i++) {
            long took = node.program();
            if (counted) {
                program.record(took);
            }
        }
    }

    private Findings findings(Parts parts, int rounds) {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "rounds", rounds + " of " + counts.rounds(),
                "each", Integer.toString(counts.each()),
                "warm", Integer.toString(counts.warm()),
                "acks.hold", hold()));
        List<Figure> figures = List.of(
                figure("latency.noop.p50", noop.millis(50)).beside(parts.noop()).towards(Goal.ratioAtMost(2)),
                figure("latency.noop.p99", noop.millis(99)).beside(parts.noop()).towards(Goal.ratioAtMost(5)),
                figure("latency.true.p50", program.millis(50))
                        .beside(parts.program())
                        .towards(Goal.ratioAtMost(2)),
                figure("latency.true.p99", program.millis(99)).beside(parts.program()),
                figure("latency.limit.messages.p50", parts.trip.millis(50)),
                figure("latency.limit.messages.p99", parts.trip.millis(99)),
                figure("latency.limit.fsync.p50", parts.sync.millis(50)),
                figure("latency.limit.fsync.p99", parts.sync.millis(99)),
                figure("latency.limit.wrapper.p50", parts.wrapper.millis(50)),
                figure("latency.limit.wrapper.p99", parts.wrapper.millis(99)));
        return new Findings(settings, figures, List.of(curve(parts)), notes());
    }

    private static List<String> notes() {
        return List.of("limit of noop: a stored message to the node and one back, and " + Parts.SYNCS
                + " fsyncs of the journal; of true: the wrapper's process besides. Medians are summed; p99 stands"
                + " beside the same sum.");
    }

    private Curve curve(Parts parts) {
        return new Curve(
                "latency.distribution",
                "percent of commands",
                "milliseconds, at most",
                false,
                List.of(
                        line("noop", noop),
                        line("true", program),
                        line("limit: messages", parts.trip),
                        line("limit: one fsync", parts.sync),
                        line("limit: wrapper", parts.wrapper)));
    }

    private static Curve.Line line(String name, Samples samples) {
        return new Curve.Line(
                name,
                DoubleStream.of(1, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 99)
                        .mapToObj(percent -> new Curve.Point(percent, samples.millis(percent)))
                        .toList());
    }

    private static Figure figure(String name, double millis) {
        return Figure.of(name, millis, UNIT);
    }
}
