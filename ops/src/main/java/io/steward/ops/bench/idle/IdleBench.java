package io.steward.ops.bench.idle;

import io.nats.client.Connection;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Streams;
import io.steward.nats.Link;
import io.steward.nats.LinkConfig;
import io.steward.ops.bench.Bench;
import io.steward.ops.bench.Workbench;
import io.steward.ops.bench.report.Findings;
import io.steward.ops.scratch.Member;
import io.steward.ops.scratch.ScratchSite;
import io.steward.ops.scratch.Use;
import io.steward.ops.scratch.Wire;
import io.steward.ops.up.JvmFlags;
import io.steward.ops.up.PartCommand;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Starts a site with one agent and, as its limits, a bare connection and bare JVMs with the same flags, several times in
 * turn; then all of them wait side by side, while the controller hears of many more nodes, and are looked at.
 */
public final class IdleBench implements Bench {
    static final String AGENT = "ship1";
    static final String CONNECTION = "ship2";
    static final String JVM = "jvm";
    static final String SERVER_JVM = "server-jvm";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final IdleCounts counts;

    public IdleBench(IdleCounts counts) {
        this.counts = counts;
    }

    @Override
    public Findings run(Workbench workbench) throws IOException, InterruptedException {
        try (ScratchSite site = ScratchSite.layOut(workbench.folder())) {
            workbench.say("starting a broker and a controller");
            site.startBroker(config -> config);
            site.startController(Map.of());
            site.enrol(AGENT);
            site.enrol(CONNECTION);
            LinkConfig config =
                    LinkConfig.forFleet(site.brokerUrl(), site.site().controllerCredentials(), "bench");
            try (Link link = Link.open(config);
                    Wire wire = wire(site, AGENT);
                    Wire bareWire = wire(site, CONNECTION)) {
                Connection connection =
                        link.await(PATIENCE).orElseThrow(() -> new IOException("the broker can't be reached"));
                return new Run(site, workbench, connection, wire, bareWire).measured();
            }
        }
    }

    private static Wire wire(ScratchSite site, String name) throws IOException {
        return new Wire(name, List.of(URI.create(site.brokerUrl()).getPort()));
    }

    private final class Run {
        private final ScratchSite site;
        private final Workbench workbench;
        private final Connection connection;
        private final Wire wire;
        private final Wire bareWire;
        private final Starting agents;
        private final Starting connections;
        private final Starting jvms;

        Run(ScratchSite site, Workbench workbench, Connection connection, Wire wire, Wire bareWire) {
            this.site = site;
            this.workbench = workbench;
            this.connection = connection;
            this.wire = wire;
            this.bareWire = bareWire;
            this.agents = new Starting(site, connection);
            this.connections = new Starting(site, connection);
            this.jvms = new Starting(site, connection);
        }

        Findings measured() throws IOException, InterruptedException {
            startAll();
            site.run(SERVER_JVM, bystander(JvmFlags.of("controller"), List.of()));
            settle("nobody but one agent");
            Use controllerAlone = Use.of(pid(site.controller()));
            Use brokerAlone = Use.of(pid(site.broker()));
            try (MadeUpNodes nodes = new MadeUpNodes(connection, counts.nodes(), counts.heartbeat())) {
                workbench.say("enrolling " + counts.nodes() + " nodes");
                nodes.begin(site);
                nodes.check(site);
                settle("they and the agent");
                Watched watched = new Watched(
                        waiting(AGENT, wire),
                        waiting(CONNECTION, bareWire),
                        waiting(JVM, wire),
                        waiting(SERVER_JVM, wire),
                        new Waiting(site.controller(), wire),
                        new Waiting(site.broker(), wire));
                watch(watched);
                nodes.check(site);
                IdleFigures figures = new IdleFigures(counts.nodes(), watched, controllerAlone, brokerAlone);
                return figures.findings(counts.settings(workbench.most()), agents, connections, jvms);
            }
        }

        // Before the first start that counts each has been started once: its files are in the cache, its journal is
        // made.
        private void startAll() throws IOException, InterruptedException {
            for (int i = 0; i <= counts.starts(); i++) {
                workbench.say(i == 0 ? "starting each once, uncounted" : "start " + i + " of " + counts.starts());
                if (i > 0) {
                    site.end(JVM);
                    site.end(CONNECTION);
                    site.end(AGENT);
                }
                startOnce(i > 0);
            }
        }

        private void startOnce(boolean counted) throws IOException, InterruptedException {
            PartCommand bare = bystander(JvmFlags.of("agent"), List.of());
            Instant begun = Instant.now();
            (counted ? jvms : new Starting(site, connection)).nothing(site.run(JVM, bare), begun);
            PartCommand held = bystander(JvmFlags.of("agent"), held());
            begun = Instant.now();
            (counted ? connections : new Starting(site, connection)).connection(site.run(CONNECTION, held), begun);
            PartCommand agent = agent();
            begun = Instant.now();
            (counted ? agents : new Starting(site, connection)).agent(site.run(AGENT, agent), begun);
        }

        private PartCommand agent() throws IOException {
            Map<String, String> more =
                    Map.of("heartbeat.interval", counts.heartbeat().toString());
            Path file = site.site().agent(NodeName.of(AGENT), wire.urls(), more);
            return PartCommand.steward(JvmFlags.of("agent"), List.of("agent", "--config", file.toString()));
        }

        private List<String> held() {
            return List.of(
                    bareWire.urls(),
                    site.site().credentials(NodeName.of(CONNECTION)).toString(),
                    CONNECTION,
                    Streams.COMMANDS,
                    new String(MadeUpNodes.beat(counts.heartbeat()), StandardCharsets.UTF_8),
                    Long.toString(counts.heartbeat().toSeconds()));
        }

        private PartCommand bystander(List<String> flags, List<String> words) {
            return PartCommand.java(flags, Bystander.class.getName(), words);
        }

        private void settle(String who) throws InterruptedException {
            workbench.say("settling " + counts.settle().toSeconds() + " s: " + who);
            TimeUnit.NANOSECONDS.sleep(counts.settle().toNanos());
        }

        private Waiting waiting(String name, Wire through) {
            return new Waiting(site.member(name), through);
        }

        private void watch(Watched watched) throws IOException, InterruptedException {
            workbench.say("looking on for " + workbench.most().toSeconds() + " s");
            for (Waiting one : watched.all()) {
                one.begin();
            }
            TimeUnit.NANOSECONDS.sleep(workbench.most().toNanos());
            for (Waiting one : watched.all()) {
                one.end();
            }
        }
    }

    private static long pid(Member member) throws IOException {
        return member.pid().orElseThrow(() -> new IOException(member.name() + " has ended"));
    }
}
