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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
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
        workbench.say("starting two brokers and enrolling " + counts.allNodes() + " nodes with each");
        try (TwoSites sites = TwoSites.start(workbench.folder(), counts.nodes())) {
            for (int nodes : counts.nodes()) {
                figures.addAll(noop(workbench, sites, nodes));
            }
            if (counts.shell() > 0) {
                figures.add(new ShellPart(counts.shell()).figure(workbench, sites.whole()));
            }
        }
        return new Findings(settings(), figures, List.of(), notes());
    }

    private List<Figure> noop(Workbench workbench, TwoSites sites, int nodes) throws IOException, InterruptedException {
        List<NodeName> ships = TwoSites.ships(nodes);
        Path folder = workbench.folder().resolve("journals-" + nodes);
        List<Figure> figures = new ArrayList<>();
        try (RawFlow raw = RawFlow.on(sites.bare(), ships);
                SimulatedNodes simulated = SimulatedNodes.of(ships, settings(WIDTHS), sites.whole(), folder)) {
            simulated.start();
            for (int width : WIDTHS) {
                workbench.say(nodes + " node(s), concurrency " + width);
                figures.add(noop(workbench, raw, orders(sites, ships, width), ships.size(), width));
            }
            simulated.check();
            if (simulated.effects().twice() > 0) {
                throw new IOException(simulated.effects().twice() + " commands were done twice");
            }
        }
        return figures;
    }

    // The limit before and behind what stands beside it, so that noise hits both.
    private Figure noop(Workbench workbench, RawFlow raw, Orders orders, int nodes, int width)
            throws IOException, InterruptedException {
        int underWay = nodes == 1 ? UNDER_WAY_ONE_NODE : UNDER_WAY;
        int commands = Math.max(counts.commands(), nodes);
        raw.perSecond(Math.max(counts.warm(), nodes), workbench.most());
        orders.perSecond(counts.warm(), underWay, workbench.most());
        double before = raw.perSecond(commands, workbench.most());
        double value = orders.perSecond(commands, underWay, workbench.most());
        double behind = raw.perSecond(commands, workbench.most());
        return figure(nodes, width, value, 2 / (1 / before + 1 / behind));
    }

    private static Orders orders(TwoSites sites, List<NodeName> ships, int width) {
        List<String> names = ships.stream().map(NodeName::value).toList();
        return new Orders(sites.whole().api(), names, Effects.METHOD, domain(width), Map.of());
    }

    private static SimulatedNodes.Settings settings(List<Integer> widths) {
        SimulatedNodes.Settings shipped = SimulatedNodes.Settings.DEFAULT;
        Map<ProcessName, Args> processes = new HashMap<>();
        widths.forEach(width ->
                processes.put(new ProcessName(Effects.METHOD, domain(width)), new Args(Map.of("concurrency", width))));
        return new SimulatedNodes.Settings(shipped.connections(), shipped.threads(), shipped.heartbeat(), processes);
    }

    private static String domain(int width) {
        return "width" + width;
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
