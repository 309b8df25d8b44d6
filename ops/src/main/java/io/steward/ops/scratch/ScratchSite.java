package io.steward.ops.scratch;

import io.steward.model.subject.NodeName;
import io.steward.nats.Partitions;
import io.steward.nats.server.BrokerConfig;
import io.steward.nats.server.FreePort;
import io.steward.nats.server.NatsServerBinary;
import io.steward.ops.up.DataFolder;
import io.steward.ops.up.JvmFlags;
import io.steward.ops.up.PartCommand;
import io.steward.ops.up.Ports;
import io.steward.ops.up.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * One broker, one controller and agents, each a process of its own, straight on loopback and with the settings that are
 * shipped unless told otherwise. What dies stays dead. One thread starts and closes it.
 */
public final class ScratchSite implements AutoCloseable {
    private static final Start START = new Start(Duration.ofSeconds(90));
    private static final Duration END_PATIENCE = Duration.ofSeconds(30);
    private static final Duration API_PATIENCE = Duration.ofSeconds(60);
    private static final String BROKER = "broker";
    private static final String CONTROLLER = "controller";

    private final DataFolder folder;
    private final Site site;
    private final Warden warden;
    private final int brokerPort;
    private final int httpPort;
    private final ControllerApi api;
    private final Map<String, Member> members = new LinkedHashMap<>();

    private ScratchSite(DataFolder folder, Site site, Warden warden) throws IOException {
        this.folder = folder;
        this.site = site;
        this.warden = warden;
        this.brokerPort = FreePort.any();
        this.httpPort = FreePort.any();
        this.api = new ControllerApi("http://127.0.0.1:" + httpPort, site.adminToken(), API_PATIENCE);
    }

    /** Lays it out in an empty folder, which goes away with it unless it is {@link #keep kept}. Starts nothing. */
    public static ScratchSite layOut(Path root) throws IOException {
        return layOut(root, Partitions.ONE);
    }

    /** The same with several command streams. */
    public static ScratchSite layOut(Path root, Partitions partitions) throws IOException {
        DataFolder folder = new DataFolder(root);
        Warden warden = Warden.over(folder.root());
        return new ScratchSite(folder, Site.openOrCreateHere(folder, partitions), warden);
    }

    /** Starts the broker with what is shipped, changed so; returns when it answers. */
    public void startBroker(UnaryOperator<BrokerConfig> changed) throws IOException, InterruptedException {
        Path binary = NatsServerBinary.provision();
        BrokerConfig config = BrokerConfig.loopback(folder.store(BROKER)).withPort(brokerPort);
        Path file = site.broker(changed.apply(config));
        Member broker = add(
                BROKER,
                PartCommand.program(List.of(binary.toString(), "--config", file.toString()))
                        .words());
        START.await(broker, () -> Ports.brokerAnswers(brokerPort), "did not answer");
    }

    /** Starts the controller with these settings besides its own; returns when it accepts commands. */
    public void startController(Map<String, String> more) throws IOException, InterruptedException {
        Member controller = controller(more);
        START.await(controller, api::ready, "did not become ready");
    }

    /** Starts the controller, however far it is behind the log; returns when it answers. */
    public void beginController(Map<String, String> more) throws IOException, InterruptedException {
        Member controller = controller(more);
        START.await(controller, api::alive, "did not answer");
    }

    private Member controller(Map<String, String> more) throws IOException {
        Map<String, String> settings = new TreeMap<>(Map.of("sql.port", "-1"));
        settings.putAll(more);
        Path file = site.controller(brokerUrl(), httpPort, settings);
        return add(
                CONTROLLER,
                PartCommand.steward(JvmFlags.of(CONTROLLER), List.of(CONTROLLER, "--config", file.toString()))
                        .words());
    }

    /** Enrols a node with the running controller. */
    public void enrol(String node) throws IOException {
        ControllerApi.Answer answer = api.put("/api/v1/nodes/" + node);
        if (!answer.done()) {
            throw new IOException("the controller did not enrol " + node + ": " + answer.body());
        }
    }

    /** Starts an enrolled node's agent with these settings besides its own; returns when the controller has heard of it. */
    public void startAgent(String node, List<String> flags, Map<String, String> more)
            throws IOException, InterruptedException {
        Path file = site.agent(NodeName.of(node), brokerUrl(), more);
        Member agent = add(
                node,
                PartCommand.steward(flags, List.of("agent", "--config", file.toString()))
                        .words());
        START.await(agent, () -> online(node), "was not heard of");
    }

    /** Starts another process in its folder, under a name of its own; waits for nothing. */
    public Member run(String name, PartCommand command) throws IOException {
        return add(name, command.words());
    }

    public ControllerApi api() {
        return api;
    }

    public String brokerUrl() {
        return "nats://127.0.0.1:" + brokerPort;
    }

    public String token() throws IOException {
        return site.adminToken();
    }

    /** Keys and credentials. */
    public Site site() {
        return site;
    }

    public DataFolder folder() {
        return folder;
    }

    public Member broker() {
        return member(BROKER);
    }

    public Member controller() {
        return member(CONTROLLER);
    }

    public Member member(String name) {
        Member member = members.get(name);
        if (member == null) {
            throw new IllegalArgumentException(name + " was not started; there are " + members.keySet());
        }
        return member;
    }

    /** Ends it in order and waits; it can be started again. */
    public void end(String name) throws InterruptedException {
        member(name).end(END_PATIENCE);
        members.remove(name);
    }

    /** Keeps the folder when all is over. */
    public void keep() throws IOException {
        Files.writeString(folder.root().resolve("keep"), "");
    }

    /** Kills what runs. */
    @Override
    public void close() throws IOException {
        warden.close();
    }

    private boolean online(String node) {
        try {
            return api.get("/api/v1/nodes/" + node).body().path("online").asBoolean(false);
        } catch (IOException e) {
            return false;
        }
    }

    private Member add(String name, List<String> command) throws IOException {
        Member member = new Member(name, command, folder);
        members.put(name, member);
        member.want();
        return member;
    }
}
