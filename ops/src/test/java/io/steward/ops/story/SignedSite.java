package io.steward.ops.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.steward.nats.server.FreePort;
import io.steward.nats.server.NatsServerBinary;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A site as {@code steward init} lays it out, in processes of its own: broker, controller, agents of ship1 and ship2. */
final class SignedSite implements AutoCloseable {
    private static final Path LAUNCHER =
            Path.of(System.getProperty("steward.root", "")).toAbsolutePath().resolve("ops/steward");

    private final Path home;
    private final List<Process> processes = new ArrayList<>();
    private final String nats = "nats://127.0.0.1:" + FreePort.any();
    private final String http;
    private final Answer laidOut;

    private SignedSite(Path home) throws Exception {
        this.home = home;
        this.laidOut = steward("init", "site", "--nodes", "ship1,ship2", "--broker", nats);
        assertThat(laidOut.exit()).as(laidOut.err()).isZero();
        start("broker", List.of(NatsServerBinary.provision().toString(), "--config", conf("nats-server.conf")));
        Path endpoints = home.resolve("endpoints.json");
        launch("controller", "controller.yml", "http.port=0", "sql.port=-1", "endpoints.file=" + endpoints);
        await().atMost(RunningFleet.PATIENCE).until(() -> Files.exists(endpoints));
        this.http =
                String.valueOf(RunningFleet.object(Files.readString(endpoints)).get("http"));
        await().atMost(RunningFleet.PATIENCE).until(() -> get("/health/ready").statusCode() == 200);
        for (String ship : List.of("ship1", "ship2")) {
            Answer enrolled = steward("enrol", ship, "--with-file", "--url", http);
            assertThat(enrolled.exit()).as(enrolled.err()).isZero();
            launch("agent", ship + ".yml", "heartbeat.interval=PT1S", "start.patience=PT1S");
        }
        await().atMost(RunningFleet.PATIENCE)
                .until(() -> get("/api/v1/nodes?where=online").body().contains("ship2")
                        && get("/api/v1/nodes?where=online").body().contains("ship1"));
    }

    static SignedSite start(Path home) throws Exception {
        return new SignedSite(home);
    }

    /** What {@code init} said. */
    Answer laidOut() {
        return laidOut;
    }

    Path home() {
        return home;
    }

    String nats() {
        return nats;
    }

    Path keys() {
        return home.resolve("site/keys");
    }

    /** The private key of who laid it out. */
    Path operatorKey() throws IOException {
        try (Stream<Path> files = Files.list(keys().resolve("operators"))) {
            return files.filter(file -> file.toString().endsWith(".key") && !file.endsWith("controller.key"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** A call that talks to this controller, with the admin's token. */
    Answer ask(String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of(words));
        int options = all.indexOf("--") < 0 ? all.size() : all.indexOf("--");
        all.addAll(options, List.of("--url", http));
        return steward(all.toArray(String[]::new));
    }

    /** A call that talks to nobody. */
    Answer here(String... words) throws Exception {
        return steward(words);
    }

    HttpResponse<String> get(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(http + path))
                .header("Authorization", "Bearer " + token())
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }

    private Answer steward(String... words) throws Exception {
        Path out = Files.createTempFile(home, "call", ".out");
        Path err = Files.createTempFile(home, "call", ".err");
        List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
        Collections.addAll(command, words);
        Process process = prepared(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(90, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException(List.of(words) + " does not end: " + Files.readString(out));
        }
        return new Answer(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private void launch(String part, String configuration, String... settings) throws IOException {
        List<String> command = new ArrayList<>(List.of(LAUNCHER.toString(), part, "--config", conf(configuration)));
        for (String setting : settings) {
            command.addAll(List.of("--set", setting));
        }
        start(configuration, command);
    }

    private void start(String name, List<String> command) throws IOException {
        processes.add(prepared(command)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve(name + ".log").toFile())
                .start());
    }

    private ProcessBuilder prepared(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
        builder.environment().keySet().removeAll(List.of("STEWARD_URL", "STEWARD_DATA", "STEWARD_KEY"));
        builder.environment().put("STEWARD_BUILD", "never");
        if (Files.exists(keys().resolve("admin.token"))) {
            builder.environment().put("STEWARD_TOKEN", token());
        }
        return builder;
    }

    private String token() throws IOException {
        return Files.readString(keys().resolve("admin.token")).strip();
    }

    private String conf(String file) {
        return home.resolve("site/conf").resolve(file).toString();
    }

    @Override
    public void close() {
        Collections.reverse(processes);
        processes.forEach(SignedSite::end);
    }

    private static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
