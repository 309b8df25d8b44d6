package io.steward.ops.chaos.fleet;

import io.steward.model.subject.NodeName;
import io.steward.nats.server.FreePort;
import io.steward.ops.scratch.ControllerApi;
import io.steward.ops.scratch.Member;
import io.steward.ops.scratch.NotStarted;
import io.steward.ops.scratch.Start;
import io.steward.ops.scratch.Warden;
import io.steward.ops.scratch.Wire;
import io.steward.ops.up.DataFolder;
import io.steward.ops.up.PartCommand;
import io.steward.ops.up.Site;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Broker, controller and agents {@code ship1 … shipN} in one folder, each a process of its own, each agent and the
 * controller behind a {@link Wire}. One thread starts and closes it; any thread may hurt it. What dies is started again.
 * None of its processes outlives this one.
 */
public final class ScratchFleet implements AutoCloseable {
    /** What it consists of. */
    public record Shape(List<String> nodes, int brokers, boolean smallDisks) {}

    private static final Start START = new Start(Duration.ofSeconds(90));
    private static final Duration END_PATIENCE = Duration.ofSeconds(10);
    private static final int DISK_MEGABYTES = 24;
    private static final List<String> CONTROLLER_FLAGS =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xms32m", "-Xmx256m");
    private static final List<String> AGENT_FLAGS =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xms16m", "-Xmx96m", "-Xss512k");

    private final DataFolder folder;
    private final Shape shape;
    private final Site site;
    private final Warden warden;
    private final Brokers brokers;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final Map<String, Wire> wires = new TreeMap<>();
    private final Map<String, SmallDisk> disks = new TreeMap<>();
    private volatile boolean up; // what ends before that stays as it is: the start has failed
    private final ScheduledExecutorService keeper = Executors.newSingleThreadScheduledExecutor();
    private final int httpPort;
    private final ControllerApi api;

    private ScratchFleet(DataFolder folder, Shape shape, Site site, Warden warden) throws IOException {
        this.folder = folder;
        this.shape = shape;
        this.site = site;
        this.warden = warden;
        this.brokers = Brokers.layOut(folder, shape.brokers());
        this.httpPort = FreePort.any();
        this.api = new ControllerApi("http://127.0.0.1:" + httpPort, site.adminToken(), Duration.ofSeconds(6));
    }

    /** Whether agents can be given small file systems of their own in this folder. */
    public static boolean smallDisksPossible(Path root) throws IOException {
        Path probe = Files.createTempDirectory(root, "probe");
        try {
            return SmallDisk.possible(probe);
        } finally {
            Files.delete(probe);
        }
    }

    /** Lays it out in an empty folder. */
    public static ScratchFleet layOut(Path root, Shape shape) throws IOException {
        DataFolder folder = new DataFolder(root);
        Warden warden = Warden.over(folder.root());
        ScratchFleet fleet = new ScratchFleet(folder, shape, Site.openOrCreateHere(folder), warden);
        Files.createDirectories(fleet.effects());
        return fleet;
    }

    /**
     * Starts everything and returns when the controller accepts commands and every node was heard of.
     *
     * @throws NotStarted if a part does not come up
     */
    public void start() throws IOException, InterruptedException {
        for (Member broker : brokers.members()) {
            add(broker);
        }
        Future<?> unused = keeper.scheduleWithFixedDelay(this::tend, 50, 50, TimeUnit.MILLISECONDS);
        brokers.await(START);
        startController();
        for (String node : shape.nodes()) {
            START.await(member("controller"), () -> enrolled(node), "did not enrol " + node);
            startAgent(node);
        }
        for (String node : shape.nodes()) {
            START.await(member(node), () -> heard(node), "was not heard of");
        }
        up = true;
    }

    /** The controller's API, with a short patience. */
    public ControllerApi api() {
        return api;
    }

    /** The broker's servers, without a wire between. */
    public List<String> brokerUrls() {
        return brokers.urls();
    }

    public Path controllerCredentials() {
        return site.controllerCredentials();
    }

    /** Where the nodes' effects are: a file for each node. */
    public Path effects() {
        return folder.root().resolve("effects");
    }

    public Path log(String part) {
        return folder.log(part);
    }

    public List<String> nodes() {
        return shape.nodes();
    }

    /** A second controller, which knows nothing and folds the same log. Returns when it is ready. */
    public ControllerApi startSecondController() throws IOException, InterruptedException {
        int port = FreePort.any();
        List<String> words = List.of(
                "controller",
                "--config",
                folder.configuration("controller").toString(),
                "--set",
                "nats.url=" + String.join(",", brokers.urls()),
                "--set",
                "http.port=" + port,
                "--set",
                "data.dir=" + folder.store("second"),
                "--set",
                "inbox.dir=" + folder.root().resolve("second-inbox"));
        add(new Member("second", PartCommand.steward(CONTROLLER_FLAGS, words).words(), folder));
        ControllerApi second = new ControllerApi("http://127.0.0.1:" + port, site.adminToken(), Duration.ofSeconds(10));
        START.await(member("second"), second::ready, "did not become ready");
        return second;
    }

    /** How often parts ended although nobody killed them. */
    public Map<String, Integer> endsOfTheirOwn() {
        Map<String, Integer> ends = new TreeMap<>();
        members.values().stream()
                .filter(member -> member.endsOfItsOwn() > 0)
                .forEach(member -> ends.put(member.name(), member.endsOfItsOwn()));
        return ends;
    }

    /** Keeps the folder when all is over. */
    public void keep() throws IOException {
        Files.writeString(folder.root().resolve("keep"), "");
    }

    @Override
    public void close() throws IOException {
        keeper.shutdownNow();
        for (Wire wire : wires.values()) {
            wire.close();
        }
        warden.close();
    }

    /** Ends agents and controllers as an operator would. */
    public void endServices() throws InterruptedException {
        for (Member member : members.values()) {
            if (!brokers.members().contains(member)) {
                member.end(END_PATIENCE);
            }
        }
    }

    Member member(String name) {
        return Optional.ofNullable(members.get(name)).orElseThrow();
    }

    Wire wire(String end) {
        return Optional.ofNullable(wires.get(end)).orElseThrow();
    }

    SmallDisk disk(String node) {
        return Optional.ofNullable(disks.get(node)).orElseThrow();
    }

    Path brokerStore(String name) {
        return folder.store(name);
    }

    private void startController() throws IOException, InterruptedException {
        Wire wire = newWire("controller");
        Path file = site.controller(
                wire.urls(),
                httpPort,
                Map.of(
                        "streams.replicas", Integer.toString(shape.brokers()),
                        "consumers.ack-wait", "PT3S",
                        "issue.patience", "PT4S",
                        "sql.port", "-1"));
        add(new Member(
                "controller",
                PartCommand.steward(CONTROLLER_FLAGS, List.of("controller", "--config", file.toString()))
                        .words(),
                folder));
        START.await(member("controller"), api::ready, "did not become ready");
    }

    private void startAgent(String node) throws IOException {
        Map<String, String> more =
                new TreeMap<>(Map.of("heartbeat.interval", "PT2S", "inbox.ack-wait", "PT3S", "start.patience", "PT5S"));
        more.put("commands.unsigned", "accept");
        if (shape.smallDisks()) {
            disks.put(node, SmallDisk.mount(folder.store(node), DISK_MEGABYTES));
            more.put("journal.reserve", Integer.toString(4 << 20));
        }
        Path file = site.agent(NodeName.of(node), newWire(node).urls(), more);
        add(new Member(
                node,
                PartCommand.steward(AGENT_FLAGS, List.of("agent", "--config", file.toString()))
                        .words(),
                folder));
    }

    private Wire newWire(String end) throws IOException {
        Wire wire = new Wire(end, brokers.ports());
        wires.put(end, wire);
        return wire;
    }

    private boolean enrolled(String node) {
        try {
            return api.put("/api/v1/nodes/" + node).done();
        } catch (IOException e) {
            return false;
        }
    }

    private boolean heard(String node) {
        try {
            return api.get("/api/v1/nodes/" + node).body().path("online").asBoolean(false);
        } catch (IOException e) {
            return false;
        }
    }

    private void add(Member member) throws IOException {
        synchronized (members) {
            members.put(member.name(), member);
        }
        member.want();
    }

    private void tend() {
        try {
            List<Member> all;
            synchronized (members) {
                all = new ArrayList<>(members.values());
            }
            for (Member member : all) {
                if (up) {
                    member.tend();
                } else {
                    member.notice();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
