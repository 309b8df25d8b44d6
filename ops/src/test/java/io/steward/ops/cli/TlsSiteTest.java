package io.steward.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.steward.agent.Agent;
import io.steward.agent.AgentKeys;
import io.steward.controller.Controller;
import io.steward.controller.ControllerKeys;
import io.steward.model.config.Key;
import io.steward.model.config.Settings;
import io.steward.nats.server.FreePort;
import io.steward.nats.server.NatsServerBinary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A site as {@code init --tls} makes it, all of it: broker, controller, agent, command line. */
class TlsSiteTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path temp;

    @Test
    void what_init_makes_speaks_tls_everywhere_and_the_cli_says_what_is_wrong() throws Exception {
        Path site = temp.resolve("site");
        int port = FreePort.any();
        assertThat(init(site, port).exit()).isZero();
        Path ca = site.resolve("keys/tls/ca.pem");
        Process broker = new ProcessBuilder(
                        NatsServerBinary.provision().toString(),
                        "--config",
                        site.resolve("conf/nats-server.conf").toString())
                .redirectErrorStream(true)
                .redirectOutput(temp.resolve("broker.log").toFile())
                .start();
        try (Controller controller = Controller.start(settings(
                        site.resolve("conf/controller.yml"),
                        ControllerKeys.ALL,
                        Map.of("http.port", "0", "http.host", "0.0.0.0")));
                Agent agent = Agent.start(settings(site.resolve("conf/ship1.yml"), AgentKeys.ALL, Map.of()))) {
            int http = controller.httpPort();
            endpoints(site, http, Files.readString(site.resolve("keys/admin.token")));
            await().atMost(PATIENCE)
                    .until(() -> cli(site, "enrol", "ship1", "--with-file", "--ca", ca.toString())
                                    .exit()
                            == 0);
            await().atMost(PATIENCE)
                    .until(() -> cli(site, "nodes", "--ca", ca.toString()).out().contains("online"));
            assertThat(agent.failure()).isNotDone();

            Said stranger = cli(site, "nodes");
            assertThat(stranger.exit()).isEqualTo(3);
            assertThat(stranger.err()).contains("comes from a CA that is not trusted here", "--ca FILE");
            Said elsewhere = cli(site, "nodes", "--ca", ca.toString(), "--url", "https://127.0.0.2:" + http);
            assertThat(elsewhere.exit()).isEqualTo(3);
            assertThat(elsewhere.err()).contains("is for other names", "--hosts");
            assertThat(cli(site, "nodes", "--ca", temp.resolve("no.pem").toString())
                            .err())
                    .contains("no.pem can't be read");
            assertThat(plain(ca)).contains("no TLS is spoken at");

            Said token = cli(site, "token", "bob", "viewer", "--expires", "1h", "--add", tokens(site));
            assertThat(token.out()).matches("[0-9a-f]{64}\\R");
            assertThat(Files.readString(Path.of(tokens(site))))
                    .contains("\nbob viewer ")
                    .doesNotContain(token.out());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(tokens(site)))))
                    .isEqualTo("rw-------");
            endpoints(site, http, token.out());
            await().atMost(PATIENCE)
                    .until(() -> cli(site, "nodes", "--ca", ca.toString()).exit() == 0);

            joinsOverHttps(site, http);

            String before = Files.readString(site.resolve("keys/tls/broker.pem"));
            assertThat(init(site, port).exit()).isZero();
            assertThat(Files.readString(site.resolve("keys/tls/broker.pem"))).isEqualTo(before);
        } finally {
            broker.destroy();
            broker.waitFor();
        }
    }

    // A machine brings the CA and the policy along, and makes its key itself.
    private void joinsOverHttps(Path site, int http) throws Exception {
        endpoints(site, http, Files.readString(site.resolve("keys/admin.token")));
        String ca = site.resolve("keys/tls/ca.pem").toString();
        Said token = cli(site, "enrol", "ship2", "--ca", ca);
        assertThat(token.exit()).as(token.err()).isZero();
        Path file = Files.writeString(temp.resolve("ship2.token"), token.out());
        Map<String, String> own = Map.of(
                "node", "ship2",
                "nats.credentials", temp.resolve("ship2.creds").toString(),
                "data.dir", temp.resolve("ship2").toString(),
                "enrol.url", "https://127.0.0.1:" + http,
                "enrol.token.file", file.toString());
        try (Agent agent = Agent.start(settings(site.resolve("conf/ship1.yml"), AgentKeys.ALL, own))) {
            await().atMost(PATIENCE)
                    .until(() -> cli(site, "node", "ship2", "--ca", ca).out().contains("online"));
            assertThat(agent.failure()).isNotDone();
        }
    }

    private record Said(int exit, String out, String err) {}

    private static Said init(Path site, int port) {
        return said(
                "init",
                site.toString(),
                "--nodes",
                "ship1",
                "--broker",
                "nats://127.0.0.1:" + port,
                "--tls",
                "--hosts",
                "steward.example.org");
    }

    private static String tokens(Path site) {
        return site.resolve("keys/tokens").toString();
    }

    // A port that is there and speaks no TLS: what it says is no greeting of TLS.
    private static String plain(Path ca) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> {
                try (Socket socket = server.accept()) {
                    socket.getOutputStream()
                            .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    socket.getInputStream().readNBytes(100);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            answering.start();
            Said said = said("nodes", "--url", "https://127.0.0.1:" + server.getLocalPort(), "--ca", ca.toString());
            answering.join();
            return said.err();
        }
    }

    private static Said cli(Path site, String command, String... more) {
        String[] args = new String[more.length + (command.equals("token") ? 1 : 3)];
        args[0] = command;
        System.arraycopy(more, 0, args, 1, more.length);
        if (args.length > more.length + 1) {
            args[more.length + 1] = "--data";
            args[more.length + 2] = site.toString();
        }
        return said(args);
    }

    private static void endpoints(Path site, int http, String token) throws IOException {
        Files.writeString(
                site.resolve("run/endpoints.json"),
                "{\"http\":\"https://127.0.0.1:" + http + "\",\"token\":\"" + token.strip() + "\"}");
    }

    private static Settings settings(Path file, List<Key<?>> known, Map<String, String> more) {
        ServiceOptions options = new ServiceOptions();
        options.config = file;
        options.set.putAll(more);
        return options.settings(known);
    }

    private static synchronized Said said(String... args) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream saidOut = new ByteArrayOutputStream();
        ByteArrayOutputStream saidErr = new ByteArrayOutputStream();
        System.setOut(new PrintStream(saidOut, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(saidErr, true, StandardCharsets.UTF_8));
        try {
            int exit = Steward.run(args);
            return new Said(exit, saidOut.toString(StandardCharsets.UTF_8), saidErr.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }
}
