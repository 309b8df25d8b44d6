package io.steward.controller;

import static io.steward.controller.Site.PATIENCE;
import static io.steward.controller.Site.VICTOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.steward.nats.testing.BrokerTest;
import io.steward.nats.testing.TestBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What becomes of files that are dropped into the inbox folder. */
@BrokerTest
class InboxFolderTest {
    private static final String YAML = """
            targets: {nodes: [ship1, ship2]}
            method: shellcommand
            args:
              argv: [uname, -a]
            reason: dropped
            """;

    private static Site site;
    private static TestBroker broker;

    @BeforeAll
    static void open(TestBroker given, @TempDir Path folder) throws Exception {
        broker = given;
        site = Site.start(broker, folder);
        site.awaitReady();
        site.enrol("ship1", "ship2");
    }

    @AfterAll
    static void close() throws Exception {
        site.close();
    }

    @Test
    void a_yaml_file_is_sent_and_its_ids_are_told() throws Exception {
        drop("check.yaml", YAML);

        JsonNode commands = result("check.yaml");

        assertThat(commands.valueStream().map(command -> command.get("node").stringValue()))
                .containsExactly("ship1", "ship2");
        assertThat(site.inbox().resolve("check.yaml")).doesNotExist();
        assertThat(site.inbox().resolve("sent/check.yaml")).exists();
        JsonNode command = site.get(
                        VICTOR, "/api/v1/commands/" + commands.get(0).get("id").stringValue())
                .json();
        assertThat(command.get("issued_by").stringValue()).isEqualTo("inbox");
        assertThat(command.get("reason").stringValue()).isEqualTo("dropped");
    }

    @Test
    void a_json_list_is_sent_request_by_request() throws Exception {
        drop(
                "list.json",
                "[{\"targets\":{\"nodes\":[\"ship1\"]},\"method\":\"shellcommand\",\"args\":{\"argv\":[\"a\"]}},"
                        + "{\"targets\":{\"nodes\":[\"ship2\"]},\"method\":\"shellcommand\",\"args\":{\"argv\":[\"b\"]}}]");

        assertThat(result("list.json")
                        .valueStream()
                        .map(command -> command.get("node").stringValue()))
                .containsExactly("ship1", "ship2");
    }

    @Test
    void a_bad_file_is_rejected_with_the_reason_and_nothing_of_it_is_sent() throws Exception {
        long before = logEnd();
        drop(
                "bad.json",
                "[{\"targets\":{\"nodes\":[\"ship1\"]},\"method\":\"shellcommand\"},"
                        + "{\"targets\":{\"nodes\":[\"ship1\"]},\"method\":\"shellcommand\",\"timeout\":\"soon\"}]");
        drop("ghost.yml", YAML.replace("ship2", "ghost"));
        drop("notes.txt", "hello");
        drop("bomb.yaml", "a: &a [x, x]\nb: [*a, *a]\n");
        drop("huge.json", " ".repeat((1 << 20) + 1));

        assertThat(reason("bad.json"))
                .isEqualTo(
                        "[1]: field \"timeout\" \"soon\" is not allowed: use an ISO 8601 duration above zero like PT30S\n"
                                + "Nothing was sent.\n");
        assertThat(reason("ghost.yml"))
                .isEqualTo("field \"targets.nodes\" names nodes that are not enrolled: ghost; use enrolled nodes"
                        + " (GET /api/v1/nodes); nothing was sent\nNothing was sent.\n");
        assertThat(reason("notes.txt"))
                .isEqualTo("file name \"notes.txt\" is not allowed: use .json, .yaml or .yml\nNothing was sent.\n");
        assertThat(reason("bomb.yaml"))
                .isEqualTo("YAML anchors and aliases are not allowed: write the value where it belongs\n"
                        + "Nothing was sent.\n");
        assertThat(reason("huge.json"))
                .isEqualTo("a file of 1048577 bytes is not allowed: use at most 1048576\nNothing was sent.\n");
        assertThat(logEnd()).isEqualTo(before);
    }

    @Test
    void a_file_that_is_still_written_is_waited_for() throws Exception {
        Path file = site.inbox().resolve("slow.yaml");
        Files.writeString(file, "targets: {nodes: [ship1]}\nmethod: shellcommand\nargs: {argv: [\"ec");
        await().during(Duration.ofMillis(1750))
                .atMost(PATIENCE)
                .until(() -> Files.exists(file) && Files.notExists(site.inbox().resolve("rejected/slow.yaml")));
        Files.writeString(file, "ho\"]}\n", StandardOpenOption.APPEND);

        assertThat(result("slow.yaml")).hasSize(1);
    }

    @Test
    void hidden_and_unfinished_names_are_left_alone() throws Exception {
        Path hidden = drop(".hidden.yaml", YAML);
        Path part = drop("upload.yaml.part", YAML);
        drop("after.yaml", YAML);

        result("after.yaml");

        assertThat(hidden).exists();
        assertThat(part).exists();
    }

    @Test
    void what_was_sent_but_not_moved_is_not_sent_twice() throws Exception {
        drop("once.yaml", YAML);
        JsonNode first = result("once.yaml");
        long before = logEnd();
        site.controller().close();
        // As a controller leaves it that dies between publish and move: the file as it was, and no result.
        Path sent = site.inbox().resolve("sent/once.yaml");
        FileTime modified = Files.getLastModifiedTime(sent);
        Files.move(sent, site.inbox().resolve("once.yaml"), StandardCopyOption.ATOMIC_MOVE);
        Files.setLastModifiedTime(site.inbox().resolve("once.yaml"), modified);
        Files.delete(site.inbox().resolve("sent/once.yaml.result.json"));
        site.restart();

        JsonNode second = result("once.yaml");

        assertThat(second).isEqualTo(first);
        assertThat(logEnd()).isEqualTo(before);
    }

    @Test
    void a_file_that_is_dropped_again_is_sent_again() throws Exception {
        drop("daily.yaml", YAML);
        JsonNode first = result("daily.yaml");
        Path again = drop("daily.yaml", YAML);

        await().atMost(PATIENCE).until(() -> Files.notExists(again));

        assertThat(site.inbox().resolve("sent/daily.yaml.2")).exists();
        assertThat(Files.readString(site.inbox().resolve("sent/daily.yaml.2.result.json")))
                .doesNotContain(first.get(0).get("id").stringValue());
    }

    private static Path drop(String name, String text) throws Exception {
        return Files.writeString(site.inbox().resolve(name), text);
    }

    private static JsonNode result(String name) throws Exception {
        Path file = site.inbox().resolve("sent/" + name + ".result.json");
        await().atMost(PATIENCE)
                .until(() -> Files.exists(file) && Files.exists(site.inbox().resolve("sent/" + name)));
        return JsonMapper.builder().build().readTree(Files.readString(file)).get("commands");
    }

    private static String reason(String name) throws Exception {
        Path file = site.inbox().resolve("rejected/" + name + ".error.txt");
        await().atMost(PATIENCE)
                .until(() -> Files.exists(file) && Files.exists(site.inbox().resolve("rejected/" + name)));
        return Files.readString(file);
    }

    private static long logEnd() throws Exception {
        return broker.controllerConnection()
                .jetStreamManagement()
                .getStreamInfo("COMMANDS")
                .getStreamState()
                .getLastSequence();
    }
}
