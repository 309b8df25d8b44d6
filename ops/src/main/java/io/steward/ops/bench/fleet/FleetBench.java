package io.steward.ops.bench.fleet;

import io.steward.model.subject.NodeName;
import io.steward.model.subject.Streams;
import io.steward.nats.Partitions;
import io.steward.ops.bench.Bench;
import io.steward.ops.bench.Workbench;
import io.steward.ops.bench.raw.RawFlow;
import io.steward.ops.bench.report.Figure;
import io.steward.ops.bench.report.Findings;
import io.steward.ops.bench.sim.SimulatedNodes;
import io.steward.ops.scratch.ScratchSite;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A broker, a controller and many nodes: they are enrolled, take a command each, wait, vanish, and come back to what was
 * asked meanwhile. Then the same consumers carry bare messages alike.
 */
public record FleetBench(FleetPlan plan) implements Bench {
    @Override
    public Findings run(Workbench workbench) throws IOException, InterruptedException {
        List<NodeName> names = IntStream.rangeClosed(1, plan.nodes())
                .mapToObj(i -> NodeName.of("ship" + i))
                .toList();
        Measured measured = new Measured(plan);
        workbench.say("starting broker and controller");
        try (ScratchSite site = ScratchSite.layOut(
                Files.createDirectory(workbench.folder().resolve("site")), new Partitions(plan.partitions()))) {
            site.startBroker(UnaryOperator.identity());
            site.startController(Map.of());
            Footprint broker = Footprint.of(site.broker());
            Footprint controller = Footprint.of(site.controller());
            try (Operators operators = new Operators(site.api().patient(workbench.most()), names)) {
                enrol(workbench, operators, measured);
                try (SimulatedNodes nodes = SimulatedNodes.of(
                        names,
                        new Streams(plan.partitions()),
                        SimulatedNodes.Settings.DEFAULT,
                        site,
                        workbench.folder().resolve("nodes"))) {
                    Voyage voyage = new Voyage(plan, workbench, site, operators, nodes, measured);
                    voyage.fanOut();
                    voyage.steady();
                    memory("broker", broker, Footprint.of(site.broker()), measured);
                    memory("controller", controller, Footprint.of(site.controller()), measured);
                    voyage.storm();
                }
            }
            site.end(site.controller().name());
            limits(workbench, site, names, measured);
        }
        return measured.findings();
    }

    private void enrol(Workbench workbench, Operators operators, Measured measured)
            throws IOException, InterruptedException {
        workbench.say("enrolling " + plan.nodes() + " nodes");
        long begun = System.nanoTime();
        operators.enrolAll();
        measured.rate("fleet.enrol", plan.nodes() * 1e9 / (System.nanoTime() - begun));
    }

    private void memory(String part, Footprint before, Footprint after, Measured measured) {
        double more = Math.max(0, after.megabytes() - before.megabytes());
        measured.add(Figure.of("fleet.memory." + part + ".per1000", plan.perThousand(more), "MB"));
        measured.add(Figure.of("fleet.memory." + part, after.megabytes(), "MB"));
    }

    private void limits(Workbench workbench, ScratchSite site, List<NodeName> names, Measured measured)
            throws IOException, InterruptedException {
        try (RawFlow raw = RawFlow.on(site, new Streams(plan.partitions()), names)) {
            workbench.say("bare messages: one to each node");
            raw.perSecond(plan.warmRounds() * plan.nodes(), workbench.most());
            for (int i = 0; i < plan.rounds(); i++) {
                measured.rawFannedOut(raw.perSecond(plan.nodes(), workbench.most()));
            }
            workbench.say("bare messages: " + plan.each() + " wait for each node");
            measured.rawReplayed(raw.replayed(plan.each(), workbench.most()));
        }
    }
}
