package io.steward.ops.bench.throughput;

import io.steward.model.command.Args;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.ProcessName;
import io.steward.ops.bench.Bench;
import io.steward.ops.bench.Workbench;
import io.steward.ops.bench.raw.RawFlow;
import io.steward.ops.bench.report.Figure;
import io.steward.ops.bench.report.Findings;
import io.steward.ops.bench.report.Goal;
import io.steward.ops.bench.sim.Effects;
import io.steward.ops.bench.sim.SimulatedNodes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many commands a second go through the whole: from requests to the API until the last end is folded; beside what
 * the bare broker stores, delivers and takes acks of, through consumers that are alike.
 */
public final class ThroughputBench implements Bench {
    private static final int UNDER_WAY = 4;
    private static final int UNDER_WAY_ONE_NODE = 32;
    private static final int GOAL_NODES = 20;
    private static final double GOAL = 0.5;
    private static final int WIDE = 4;
    private static final List<Integer> WIDTHS = List.of(1, WIDE);

    private final ThroughputCounts counts;

    public ThroughputBench(ThroughputCounts counts) {
        this.counts = counts;
    }

    @Override
    public Findings run(Workbench workbench) throws IOException, InterruptedException {
        List<Figure> figures = new ArrayList<>();
        workbench.say("starting two brokers and enrolling " + counts.mostNodes() + " nodes with each");
        try (TwoSites sites = TwoSites.start(workbench.folder(), counts.mostNodes())) {
            for (int nodes : counts.nodes()) {
                figures.addAll(noop(workbench, sites, nodes));
            }
            if (counts.shell() > 0) {
                figures.add(new ShellPart(counts.shell()).figure(workbench, sites.whole()));
            }
        }
        return new Findings(settings(), figures, List.of(), notes());
    }

    // The limit before and behind what stands beside it, so that noise hits both.
    private List<Figure> noop(Workbench workbench, TwoSites sites, int nodes) throws IOException, InterruptedException {
        List<NodeName> ships = TwoSites.ships(nodes);
        List<Figure> figures = new ArrayList<>();
        try (RawFlow raw = RawFlow.on(sites.bare(), ships)) {
            raw.perSecond(Math.max(counts.warm(), nodes), workbench.most());
            for (int width : WIDTHS) {
                workbench.say(nodes + " node(s), concurrency " + width);
                double before = raw.perSecond(Math.max(counts.commands(), nodes), workbench.most());
                double value = value(workbench, sites, ships, width);
                double behind = raw.perSecond(Math.max(counts.commands(), nodes), workbench.most());
                double limit = 2 / (1 / before + 1 / behind);
                figures.add(figure(nodes, width, value, limit));
            }
        }
        return figures;
    }

    private double value(Workbench workbench, TwoSites sites, List<NodeName> ships, int width)
            throws IOException, InterruptedException {
        String domain = "width" + width;
        SimulatedNodes.Settings shipped = SimulatedNodes.Settings.DEFAULT;
        SimulatedNodes.Settings settings = new SimulatedNodes.Settings(
                shipped.connections(),
                shipped.threads(),
                shipped.heartbeat(),
                Map.of(new ProcessName(Effects.METHOD, domain), new Args(Map.of("concurrency", width))));
        var folder = workbench.folder().resolve("nodes-" + ships.size() + "-" + width);
        try (SimulatedNodes nodes = SimulatedNodes.of(ships, settings, sites.whole(), folder)) {
            nodes.start();
            List<String> names = ships.stream().map(NodeName::value).toList();
            Orders orders = new Orders(sites.whole().api(), names, Effects.METHOD, domain, Map.of());
            int underWay = ships.size() == 1 ? UNDER_WAY_ONE_NODE : UNDER_WAY;
            orders.perSecond(counts.warm(), underWay, workbench.most());
            double value = orders.perSecond(counts.commands(), underWay, workbench.most());
            nodes.check();
            if (nodes.effects().twice() > 0) {
                throw new IOException(nodes.effects().twice() + " commands were done twice");
            }
            return value;
        }
    }

    private static Figure figure(int nodes, int width, double value, double limit) {
        String name = "throughput.nodes" + nodes + ".noop" + (width == 1 ? "" : ".concurrency" + width);
        Figure figure = Figure.of(name, value, "1/s").beside(limit);
        return nodes == GOAL_NODES ? figure.towards(Goal.ratioAtLeast(GOAL)) : figure;
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("nodes", counts.nodes().toString());
        settings.put("commands", Integer.toString(counts.commands()));
        settings.put("warm", Integer.toString(counts.warm()));
        settings.put("shell", Integer.toString(counts.shell()));
        return settings;
    }

    private static List<String> notes() {
        return List.of(
                "The limit is one message stored, delivered and acked per command. Steward stores the ACK of each as"
                        + " well, signs and checks it, writes the node's journal and folds both.",
                "Up to " + SimulatedNodes.OWN_FILES
                        + " nodes have a journal file each, more share one; broker, controller and all nodes share"
                        + " this machine.");
    }
}
