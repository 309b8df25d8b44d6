package io.steward.ops.up;

import io.steward.model.subject.NodeName;
import io.steward.model.wire.Json;
import io.steward.nats.server.BrokerConfig;
import io.steward.nats.server.FreePort;
import io.steward.nats.server.NatsServerBinary;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Everything on this machine: broker, controller and agents {@code ship1 … shipN}, children of this process. Started
 * and stopped by one thread. What they keep is in the data folder; after {@link #stop}, or after a crash, a new one on
 * the same folder goes on where this one was.
 */
public final class LocalFleet {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration ONLINE_PATIENCE = Duration.ofSeconds(30);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);
    private static final String HEARTBEAT = "PT5S";

    private final UpOptions options;
    private final DataFolder folder;
    private final Doors doors;
    private final Consumer<String> say;
    private final Supervisor supervisor = new Supervisor();
    private final Site site;
    private final List<NodeName> nodes;
    private final List<String> metrics = new ArrayList<>();
    private volatile String http = "";
    private volatile String nats = "";
    private volatile boolean started;

    private LocalFleet(UpOptions options, Doors doors, Consumer<String> say, Site site) throws IOException {
        this.options = options;
        this.folder = options.folder();
        this.doors = doors;
        this.say = say;
        this.site = site;
        this.nodes = names(options);
    }

    /** Takes the folder for this process alone, until it ends. */
    public static LocalFleet open(UpOptions options, Doors doors, Consumer<String> say)
            throws IOException, UpException {
        options.folder().create();
        claim(options.folder());
        Leftovers.end(options.folder());
        if (options.httpPort() != 0 && !Ports.free(options.httpPort())) {
            throw new UpException("port " + options.httpPort()
                    + " on 127.0.0.1 is in use by another program; choose another with --http PORT");
        }
        if (options.natsPort().isPresent() && !Ports.free(options.natsPort().getAsInt())) {
            throw new UpException("port " + options.natsPort().getAsInt()
                    + " on 127.0.0.1 is in use by another program; choose another with --nats PORT");
        }
        return new LocalFleet(options, doors, say, Site.openOrCreateHere(options.folder()));
    }

    /** Starts all and returns when commands are accepted. */
    public void start() throws IOException, UpException, InterruptedException {
        Files.deleteIfExists(folder.endpoints());
        supervisor.start();
        nats = startBroker();
        startController(nats);
        for (NodeName node : nodes) {
            String name = node.value();
            await(() -> doors.enrol(http, token(), name), "controller", "enrol " + name);
            Path configuration = site.agent(node, nats, agentSettings(name));
            add(
                    name,
                    PartCommand.steward(JvmFlags.of("agent"), List.of("agent", "--config", configuration.toString())));
        }
        writeEndpoints(nats);
        writeScrapeTargets();
        awaitOnline();
        started = true;
    }

    /** Ends all in order. Any thread; again is harmless. */
    public synchronized void stop() throws IOException {
        supervisor.stop(STOP_PATIENCE);
    }

    /** Where the page and the API are. */
    public String http() {
        return http;
    }

    /** Where the broker is. */
    public String nats() {
        return nats;
    }

    /** Whether {@link #start} has come to its end. */
    public boolean started() {
        return started;
    }

    public List<NodeName> nodes() {
        return nodes;
    }

    /** The nodes that are kept stopped, as somebody asked before. */
    public List<String> keptStopped() {
        return supervisor.parts().stream()
                .filter(Part::keptStopped)
                .map(Part::name)
                .toList();
    }

    private String startBroker() throws IOException, UpException, InterruptedException {
        Path binary = NatsServerBinary.provision();
        int port = options.natsPort().isPresent() ? options.natsPort().getAsInt() : keptPort("nats");
        Path configuration =
                site.broker(BrokerConfig.loopback(folder.store("broker")).withPort(port));
        add("broker", PartCommand.program(List.of(binary.toString(), "--config", configuration.toString())));
        await(() -> Ports.brokerAnswers(port), "broker", "answer");
        return "nats://127.0.0.1:" + port;
    }

    /** A free port, the same again on the same data: a part that is started again is where it was. */
    private int keptPort(String door) throws IOException {
        Path remembered = folder.root().resolve("conf").resolve(door + ".port");
        Optional<Integer> port = DataFolder.read(remembered)
                .map(String::strip)
                .map(Integer::parseInt)
                .filter(Ports::free);
        int chosen = port.isPresent() ? port.get() : FreePort.any();
        DataFolder.writePrivate(remembered, chosen + "\n");
        return chosen;
    }

    private void startController(String nats) throws IOException, UpException, InterruptedException {
        Path doorsFile = folder.root().resolve("run").resolve("controller.json");
        Files.deleteIfExists(doorsFile);
        int httpPort = options.httpPort() == 0 ? keptPort("http") : options.httpPort();
        Path configuration = site.controller(
                nats,
                httpPort,
                Map.of("endpoints.file", doorsFile.toString(), "sql.port", Integer.toString(keptPort("sql"))));
        List<String> words = List.of("controller", "--config", configuration.toString());
        add("controller", PartCommand.steward(JvmFlags.of("controller"), words));
        await(() -> ready(doorsFile), "controller", "become ready");
    }

    private boolean ready(Path doorsFile) {
        http = ControllerDoors.read(doorsFile).map(ControllerDoors::http).orElse("");
        return !http.isEmpty() && doors.ready(http, token());
    }

    private Map<String, String> agentSettings(String name) throws IOException {
        int port = keptPort(name + "-metrics");
        metrics.add("127.0.0.1:" + port);
        return Map.of(
                "commands.unsigned", // whoever has the broker's credentials on this machine may send
                "accept",
                "heartbeat.interval",
                HEARTBEAT,
                "metrics.port",
                Integer.toString(port),
                "metrics.token.file",
                site.metricsToken().toString());
    }

    /** For Prometheus' discovery by file. */
    private void writeScrapeTargets() throws IOException {
        Path file = folder.root().resolve("run").resolve("agents.json");
        DataFolder.writePrivate(file, Json.text(List.of(Map.of("targets", metrics))) + "\n");
    }

    private void add(String name, PartCommand command) {
        supervisor.add(new Part(name, command, folder));
    }

    private void await(BooleanSupplier done, String part, String what) throws UpException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!done.getAsBoolean()) {
            boolean hopeless =
                    supervisor.part(part).starts() > 3 && !supervisor.part(part).alive();
            if (supervisor.part(part).keptStopped()) {
                throw new UpException("the " + part + " is kept stopped; say 'steward start " + part + " --data "
                        + folder.root() + "' first");
            }
            if (hopeless || System.nanoTime() - deadline > 0) {
                throw new UpException("the " + part + " did not " + what + "; its log " + folder.log(part)
                        + " ends with:\n" + folder.logTail(part, 12));
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private void awaitOnline() throws InterruptedException {
        List<String> expected = nodes.stream()
                .map(NodeName::value)
                .filter(name -> !supervisor.part(name).keptStopped())
                .toList();
        long deadline = System.nanoTime() + ONLINE_PATIENCE.toNanos();
        while (!doors.online(http, token()).containsAll(expected)) {
            if (System.nanoTime() - deadline > 0) {
                say.accept("some agents take longer to come online; 'steward nodes' shows them");
                return;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private void writeEndpoints(String nats) throws IOException {
        Map<String, Object> credentials = new LinkedHashMap<>();
        credentials.put("controller", site.controllerCredentials().toString());
        nodes.forEach(
                node -> credentials.put(node.value(), site.credentials(node).toString()));
        Map<String, @Nullable Object> endpoints = new LinkedHashMap<>();
        endpoints.put("http", http);
        endpoints.put("nats", nats);
        endpoints.put("sql", sql());
        endpoints.put("token", token());
        endpoints.put("credentials", credentials);
        DataFolder.writePrivate(folder.endpoints(), Json.text(endpoints) + "\n");
    }

    /** The read-only SQL door as a psql connection URI. */
    public String sql() {
        return ControllerDoors.read(folder.root().resolve("run").resolve("controller.json"))
                .map(ControllerDoors::sql)
                .orElse("");
    }

    private String token() {
        try {
            return site.adminToken();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<NodeName> names(UpOptions options) throws IOException {
        List<NodeName> names = new ArrayList<>(IntStream.rangeClosed(1, options.nodes())
                .mapToObj(i -> NodeName.of("ship" + i))
                .toList());
        for (int i = options.nodes() + 1; options.folder().knows("ship" + i); i++) {
            names.add(NodeName.of("ship" + i));
        }
        return List.copyOf(names);
    }

    // The lock is held as long as this process lives; nobody closes the channel.
    private static void claim(DataFolder folder) throws IOException, UpException {
        FileChannel channel = FileChannel.open(folder.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        @Nullable FileLock lock = channel.tryLock();
        if (lock != null) {
            String pid = ProcessHandle.current().pid() + "\n";
            channel.truncate(0).write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
        } else {
            channel.close();
            String who = DataFolder.read(folder.lock())
                    .map(pid -> " (process " + pid.strip() + ")")
                    .orElse("");
            throw new UpException("another 'steward up'" + who + " runs on " + folder.root()
                    + "; stop it first, or choose another folder with --data DIR");
        }
    }
}
