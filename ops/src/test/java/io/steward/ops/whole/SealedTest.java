package io.steward.ops.whole;

import static io.steward.ops.whole.WholeFleet.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.JetStreamManagement;
import io.steward.model.command.Sealed;
import io.steward.model.subject.Subject;
import io.steward.nats.seal.Sealer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A secret on its way through a whole fleet, and everywhere it could have left a trace. */
class SealedTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Subject RUN = Subject.parse("ship1.command.shellcommand.operatingsystem");

    @TempDir
    Path folder;

    private final String password = "password-" + UUID.randomUUID();
    private final String input = "input-" + UUID.randomUUID();

    @Test
    void a_sealed_value_reaches_its_command_on_its_node_and_shows_nowhere_else() throws Exception {
        Logs logs = new Logs();
        try (logs;
                WholeFleet fleet = new WholeFleet(folder)) {
            for (String node : List.of("ship1", "ship2")) {
                fleet.awaitReady();
                fleet.enrol(node);
                fleet.startAgent(node);
            }
            String key = boxKey(fleet, "ship1");
            assertThat(boxKey(fleet, "ship2")).isNotEqualTo(key);
            Path go = folder.resolve("go");
            Map<String, Object> args = Map.of(
                    "argv",
                    List.of(
                            "sh",
                            "-c",
                            "printf %s \"$PASSWORD\" | sha256sum; sha256sum; while [ ! -e " + go
                                    + " ]; do sleep 0.1; done"),
                    "env",
                    Map.of(
                            "PASSWORD",
                            sealed(key, password),
                            "PLAIN",
                            "plain-" + go.getParent().getFileName()),
                    "stdin",
                    sealed(key, input),
                    "stream",
                    true);

            String id = sent(fleet, "ship1", args);
            fleet.awaitStatus(id, "STARTED");
            await().atMost(PATIENCE)
                    .until(() -> Files.exists(fleet.data("ship1"))
                            && filesWith(hash(input)).size() > 0);
            assertThat(commandLinesWith(password, input)).isEmpty();
            assertThat(filesWith(password)).isEmpty();
            assertThat(filesWith(input)).isEmpty();
            Files.createFile(go);
            fleet.awaitStatus(id, "SUCCEEDED");

            JsonNode command = fleet.json("GET", "/api/v1/commands/" + id);
            assertThat(command.get("stdout").asString()).isEqualTo(hash(password) + "  -\n" + hash(input) + "  -\n");
            assertThat(command.get("args")
                            .get("env")
                            .get("PASSWORD")
                            .get("$sealed")
                            .asString())
                    .isNotBlank();
            assertRefused(
                    fleet,
                    "ship2",
                    args,
                    "sealed-unreadable",
                    "can't be opened here: it was sealed for another node or process");
            assertRefused(
                    fleet,
                    "ship1",
                    Map.of("argv", List.of("echo", sealed(key, password))),
                    "bad-args",
                    "use sealed values in env and stdin alone");
            List<String> told = List.of(
                    command.toString(),
                    fleet.json("GET", "/api/v1/nodes/ship1").toString(),
                    fleet.json("GET", "/api/v1/events").toString(),
                    String.join("\n", fleet.sql("select message from command_message")),
                    String.join("\n", fleet.sql("select args, stdout, stderr, error_message from command_state")),
                    String.join("\n", fleet.sql("select body from event_log")),
                    entries(fleet, "COMMANDS"),
                    entries(fleet, "EVENTS"),
                    logs.text());
            assertThat(told)
                    .allSatisfy(text -> assertThat(text)
                            .isNotEmpty()
                            .doesNotContain(password)
                            .doesNotContain(input));
            // What is plain is found in all these places, so a secret would be.
            String plain = "plain-" + go.getParent().getFileName();
            assertThat(entries(fleet, "COMMANDS")).contains(plain);
            assertThat(logs.text()).contains(id);
            assertThat(filesWith(plain)).isNotEmpty();
        }
        assertThat(filesWith(password)).isEmpty();
        assertThat(filesWith(input)).isEmpty();
        assertThat(filesWith(hash(password))).isNotEmpty();
    }

    private void assertRefused(WholeFleet fleet, String node, Map<String, Object> args, String code, String why)
            throws Exception {
        String id = sent(fleet, node, args);
        fleet.awaitStatus(id, "REJECTED");
        assertThat(fleet.sql("select error_code, error_message from command_state where id = '" + id + "'"))
                .singleElement()
                .asString()
                .startsWith(code + "|")
                .contains(why);
    }

    private static String boxKey(WholeFleet fleet, String node) {
        await("a box key of " + node)
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> fleet.json("GET", "/api/v1/nodes/" + node)
                                .get("box_key")
                                .asString("")
                                .length()
                        == 43);
        try {
            String key =
                    fleet.json("GET", "/api/v1/nodes/" + node).get("box_key").asString();
            assertThat(fleet.sql("select box_key from node_box_key where node = '" + node + "'"))
                    .containsExactly(key);
            return key;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, String> sealed(String key, String text) {
        return new Sealed(Sealer.seal(key, text, RUN)).plain();
    }

    private static String sent(WholeFleet fleet, String node, Map<String, Object> args) throws Exception {
        HttpResponse<String> answer = fleet.ask(
                "POST",
                "/api/v1/commands",
                JSON.writeValueAsString(Map.of(
                        "targets",
                        Map.of("nodes", List.of(node)),
                        "method",
                        "shellcommand",
                        "domain",
                        "operatingsystem",
                        "args",
                        args)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return JSON.readTree(answer.body()).get("commands").get(0).get("id").asString();
    }

    private static String entries(WholeFleet fleet, String stream) throws Exception {
        JetStreamManagement streams = fleet.connection().jetStreamManagement();
        StringBuilder text = new StringBuilder();
        long last = streams.getStreamInfo(stream).getStreamState().getLastSequence();
        for (long seq = 1; seq <= last; seq++) {
            text.append(new String(streams.getMessage(stream, seq).getData(), StandardCharsets.UTF_8))
                    .append('\n');
        }
        return text.toString();
    }

    /** Among everything that broker, controller and agents keep: store, journals, work folders, database. */
    private List<Path> filesWith(String needle) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> bytes(file).contains(needle))
                    .toList();
        }
    }

    private static List<Path> commandLinesWith(String... needles) throws IOException {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(process -> process.getFileName().toString().matches("[0-9]+"))
                    .filter(process -> Stream.of(needles).anyMatch(bytes(process.resolve("cmdline"))::contains))
                    .toList();
        }
    }

    private static String bytes(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // gone meanwhile
        }
    }

    private static String hash(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Everything that anything here logs, at the finest level. */
    private static final class Logs extends Handler implements AutoCloseable {
        private static final Logger STEWARD = Logger.getLogger("io.steward");

        private final List<String> lines = new ArrayList<>();

        Logs() {
            setLevel(Level.ALL);
            STEWARD.setLevel(Level.ALL);
            STEWARD.addHandler(this);
            STEWARD.setUseParentHandlers(false);
        }

        @Override
        public synchronized void publish(LogRecord record) {
            lines.add(new java.util.logging.SimpleFormatter().formatMessage(record) + " " + record.getThrown());
        }

        synchronized String text() {
            return String.join("\n", lines);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            STEWARD.removeHandler(this);
            STEWARD.setUseParentHandlers(true);
            STEWARD.setLevel(null);
        }
    }
}
