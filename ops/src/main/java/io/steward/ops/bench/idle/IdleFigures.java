package io.steward.ops.bench.idle;

import io.steward.ops.bench.Samples;
import io.steward.ops.bench.report.Figure;
import io.steward.ops.bench.report.Findings;
import io.steward.ops.bench.report.Goal;
import io.steward.ops.scratch.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What was seen, as figures. Stateless but for what it is given. */
record IdleFigures(int nodes, Watched watched, Use controllerAlone, Use brokerAlone) {
    private static final double MOST_MEGABYTES = 80;
    private static final double MOST_START_MILLIS = 1_000;
    private static final double MOST_KILOBYTES = 20;

    Findings findings(Map<String, String> settings, Starting agents, Starting connections, Starting jvms) {
        List<Figure> figures = new ArrayList<>();
        figures.addAll(agent());
        figures.addAll(starts(agents, connections, jvms));
        figures.addAll(connection());
        figures.addAll(controller());
        figures.addAll(broker());
        return new Findings(settings, figures, List.of(), notes());
    }

    private List<Figure> agent() {
        Use agent = watched.agent().use();
        Use bare = watched.connection().use();
        return List.of(
                Figure.of("idle.agent.rss", agent.megabytes(), "MB")
                        .beside(bare.megabytes())
                        .towards(Goal.valueAtMost(MOST_MEGABYTES)),
                Figure.of("idle.agent.rss.own", agent.own(), "MB").beside(bare.own()),
                Figure.of("idle.agent.threads", agent.threads(), "threads").beside(bare.threads()),
                Figure.of("idle.agent.cpu", watched.agent().cpuPerHour(), "s/h")
                        .beside(watched.connection().cpuPerHour()),
                Figure.of("idle.agent.wire", watched.agent().kilobytesPerMinute(), "kB/min")
                        .beside(watched.connection().kilobytesPerMinute())
                        .towards(Goal.valueAtMost(MOST_KILOBYTES)),
                Figure.of("idle.agent.wire.hour", 60 * watched.agent().kilobytesPerMinute(), "kB/h")
                        .beside(60 * watched.connection().kilobytesPerMinute()));
    }

    private static List<Figure> starts(Starting agents, Starting connections, Starting jvms) {
        double bare = middle(connections.stored());
        return List.of(
                Figure.of("idle.agent.start", middle(agents.stored()), "ms")
                        .beside(bare)
                        .towards(Goal.valueAtMost(MOST_START_MILLIS)),
                Figure.of("idle.agent.start.said", middle(agents.said()), "ms").beside(bare),
                Figure.of("idle.connection.start", bare, "ms").beside(middle(jvms.said())));
    }

    private List<Figure> connection() {
        Use bare = watched.connection().use();
        Use jvm = watched.jvm().use();
        return List.of(
                Figure.of("idle.connection.rss", bare.megabytes(), "MB").beside(jvm.megabytes()),
                Figure.of("idle.connection.cpu", watched.connection().cpuPerHour(), "s/h")
                        .beside(watched.jvm().cpuPerHour()));
    }

    private List<Figure> controller() {
        Use now = watched.controller().use();
        return List.of(
                Figure.of("idle.controller.rss", controllerAlone.megabytes(), "MB")
                        .beside(watched.serverJvm().use().megabytes()),
                Figure.of("idle.controller.rss.nodes", now.megabytes(), "MB").beside(controllerAlone.megabytes()),
                Figure.of("idle.controller.rss.per1000", perThousand(controllerAlone, now), "MB"),
                Figure.of("idle.controller.cpu.nodes", watched.controller().cpuPerHour(), "s/h")
                        .beside(watched.serverJvm().cpuPerHour()));
    }

    private List<Figure> broker() {
        Use now = watched.broker().use();
        return List.of(
                Figure.of("idle.broker.rss", brokerAlone.megabytes(), "MB"),
                Figure.of("idle.broker.rss.nodes", now.megabytes(), "MB").beside(brokerAlone.megabytes()),
                Figure.of("idle.broker.rss.per1000", perThousand(brokerAlone, now), "MB"),
                Figure.of("idle.broker.cpu.nodes", watched.broker().cpuPerHour(), "s/h"));
    }

    private double perThousand(Use before, Use after) {
        return (after.megabytes() - before.megabytes()) * 1_000 / nodes;
    }

    private static double middle(Samples samples) {
        return samples.millis(50);
    }

    private List<String> notes() {
        return List.of(
                "The limit of the agent is a bare connection that waits on one pull and says the same heartbeat, and of that"
                        + " a JVM that does nothing, both with the agent's flags.",
                "MB of memory are 1024 x 1024 bytes that are present, pages of files included; kB on the wire are 1,000"
                        + " bytes above TCP, both ways.",
                "The " + nodes
                        + " nodes are enrolled, with a durable consumer and heartbeats each, over one connection: what"
                        + " the broker keeps for 1,000 connections comes on top.");
    }
}
