package io.steward.ops.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.steward.nats.testing.Connecting;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Input that nobody can take, by every door: one clear error, and nothing else changes. */
@ExtendWith(FleetExtension.class)
final class BadInputStory {
    private static final String SHELL = "\"method\":\"shellcommand\",\"domain\":\"operatingsystem\"";

    private final RunningFleet fleet;
    private final Object commandsBefore;

    BadInputStory(RunningFleet fleet) {
        this.fleet = fleet;
        this.commandsBefore = count();
    }

    @AfterEach
    void nothing_was_sent_and_everything_lives() {
        assertThat(count()).isEqualTo(commandsBefore);
        assertThat(fleet.ended(fleet.send("ship1", "true"))).containsEntry("status", "SUCCEEDED");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{ | 400 | JSON",
                "[] | 400 | ",
                "{} | 400 | targets",
                "{\"targets\":{\"nodes\":[\"ship1\"]},\"args\":{}} | 400 | method",
                "{\"targets\":{\"nodes\":[\"a.b\"]}," + SHELL + ",\"args\":{}} | 400 | use the short name",
                "{\"targets\":{\"nodes\":[\"ship1\"]},\"method\":\"shell command\",\"domain\":\"x\",\"args\":{}} | 400 | A-Z a-z 0-9 _ -",
                "{\"targets\":{\"nodes\":[\"ship99\"]}," + SHELL + ",\"args\":{}} | 422 | ship99",
                "{\"targets\":{\"where\":\"1=1; DROP TABLE x\"}," + SHELL + ",\"args\":{}} | 400 | ",
                "{\"targets\":{\"all\":true}," + SHELL + ",\"args\":{},\"timeout\":\"soon\"} | 400 | timeout",
                "{\"targets\":{\"all\":true}," + SHELL + ",\"args\":{},\"nonsense\":1} | 400 | nonsense"
            })
    void a_bad_request_names_field_value_and_what_is_allowed(String body, int status, String said) {
        HttpResponse<String> answer = fleet.request("POST", "/api/v1/commands", body, Map.of());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(answer.body()).contains("\"title\"").contains(said == null ? "" : said);
    }

    @Test
    void a_body_of_ten_megabytes_is_refused() {
        String body =
                "{\"targets\":{\"all\":true}," + SHELL + ",\"args\":{\"stdin\":\"" + "x".repeat(10_000_000) + "\"}}";
        HttpResponse<String> answer = fleet.request("POST", "/api/v1/commands", body, Map.of());
        assertThat(answer.statusCode()).isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM command",
                "DROP VIEW command_state",
                "CREATE ALIAS x FOR 'java.lang.System.exit'",
                "SELECT * FROM nowhere",
                "SELECT FILE_READ('/etc/passwd')",
                "SET DB_CLOSE_DELAY 0",
                "SHUTDOWN",
                "SELECT 1; SELECT 2",
                ""
            })
    void sql_that_is_no_question_over_the_views_is_refused(String query) {
        Answer answer = fleet.steward("sql", query);
        assertThat(answer.exit()).isEqualTo(2);
        assertThat(answer.err()).startsWith("steward: ");
        assertThat(answer.out()).isEmpty();
    }

    @Test
    void the_command_line_tells_what_the_fleet_refused() {
        assertThat(fleet.steward("run", "--on", "a.b", "--", "true").err()).contains("use the short name");
        assertThat(fleet.steward("run", "--on", "ship99", "--", "true"))
                .satisfies(answer -> assertThat(answer.exit()).isEqualTo(1))
                .satisfies(answer -> assertThat(answer.err()).contains("ship99"));
        assertThat(fleet.steward("command", "42").exit()).isEqualTo(2);
        assertThat(fleet.steward("node", "ship99").exit()).isEqualTo(1);
        assertThat(fleet.steward("stop", "ship99").exit()).isEqualTo(2);
    }

    @Test
    void nobody_without_a_token_comes_in() {
        HttpResponse<String> answer = fleet.request("GET", "/api/v1/nodes", "", Map.of());
        assertThat(answer.statusCode()).isEqualTo(200);
        Answer refused = fleet.steward(
                "nodes", "--url", String.valueOf(fleet.endpoints().get("http")).replace("127.0.0.1", "localhost"));
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("wants a token");
    }

    @Test
    void a_bad_file_in_the_inbox_is_put_aside_with_its_reason() throws Exception {
        Path inbox = fleet.data().resolve("inbox");
        Files.writeString(inbox.resolve("bad.yaml"), "targets: {nodes: [a.b]}\nmethod: shellcommand\nargs: {}\n");
        Files.writeString(inbox.resolve("broken.json"), "{\"targets\":");
        for (String name : List.of("bad.yaml", "broken.json")) {
            await(name)
                    .atMost(RunningFleet.PATIENCE)
                    .until(() -> Files.exists(inbox.resolve("rejected").resolve(name)));
        }
        await("the reason").atMost(RunningFleet.PATIENCE).untilAsserted(() -> {
            try (Stream<Path> rejected = Files.list(inbox.resolve("rejected"))) {
                assertThat(rejected.filter(file -> !file.endsWith("bad.yaml") && !file.endsWith("broken.json")))
                        .anySatisfy(file -> assertThat(Files.readString(file)).contains("short name"));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not JSON at all",
                "{\"v\":1}",
                "{\"v\":99,\"id\":\"0190f0c1-7b5a-7cc3-9f0e-1d2c3b4a5f60\",\"issuedBy\":\"x\",\"issuedAt\":\"2026-11-22T09:00:00.000Z\",\"args\":{}}",
                "{\"v\":1,\"id\":\"42\",\"issuedBy\":\"x\",\"issuedAt\":\"2026-11-22T09:00:00.000Z\",\"args\":{}}",
                ""
            })
    @SuppressWarnings("try") // that its close may be interrupted is the test's own business
    void raw_bytes_that_are_no_command_are_counted_and_passed_over(String bytes) throws Exception {
        Map<?, ?> credentials =
                (Map<?, ?>) Objects.requireNonNull(fleet.endpoints().get("credentials"));
        Options.Builder options = Options.builder()
                .server(String.valueOf(fleet.endpoints().get("nats")))
                .authHandler(Nats.credentials(String.valueOf(credentials.get("controller"))));
        try (Connection nats = Connecting.with(options)) {
            nats.jetStream()
                    .publish("ship1.command.shellcommand.operatingsystem", bytes.getBytes(StandardCharsets.UTF_8));
        }
    }

    private Object count() {
        return Objects.requireNonNull(
                fleet.sql("SELECT count(*) AS n FROM command_state").get(0).get("n"));
    }
}
