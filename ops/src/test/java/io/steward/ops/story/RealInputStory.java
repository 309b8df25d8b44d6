package io.steward.ops.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.impl.Headers;
import io.steward.model.command.CommandId;
import io.steward.nats.testing.Connecting;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Input as real users and programs give it, by every door there is. */
@ExtendWith(FleetExtension.class)
final class RealInputStory {
    private final RunningFleet fleet;

    RealInputStory(RunningFleet fleet) {
        this.fleet = fleet;
    }

    @Test
    void a_script_reads_what_stands_on_standard_input() throws Exception {
        Path script = Files.writeString(
                fleet.home().resolve("count it.sh"), "#!/bin/sh\nwhile read -r line; do echo \"<$line>\"; done\n");
        Answer answer = fleet.stewardWithInput(
                "one\ntwo ü\n", "run", "--on", "ship1", "--script", script.toString(), "--stdin");
        assertThat(answer.lines()).startsWith("ship1 | <one>", "ship1 | <two ü>");
        assertThat(answer.exit()).isZero();
    }

    @Test
    void five_megabytes_of_output_are_counted_truly_and_shown_whole() {
        Answer answer =
                fleet.steward("run", "--on", "ship2", "--", "sh", "-c", "yes 0123456789012345678 | head -c 5000000");
        assertThat(answer.exit()).as(answer.err()).isZero();
        assertThat(answer.last()).isEqualTo("1 node: 1 succeeded, 0 failed, 0 waiting");
        Map<String, @Nullable Object> row = fleet.sql("SELECT stdout_bytes, truncated, length(stdout) AS kept"
                        + " FROM command_state WHERE node = 'ship2' ORDER BY log_seq DESC LIMIT 1")
                .get(0);
        assertThat(row).containsEntry("stdout_bytes", 5_000_000).containsEntry("truncated", true);
        assertThat(((Number) Objects.requireNonNull(row.get("kept"))).intValue())
                .isBetween(200_000, 300_000);
    }

    @Test
    void a_command_past_its_timeout_dies_with_its_children() throws Exception {
        Path child = fleet.home().resolve("child.pid");
        Answer answer = fleet.steward(
                "run",
                "--on",
                "ship1",
                "--timeout",
                "5s",
                "--",
                "sh",
                "-c",
                "sleep 300 & echo $! > '" + child + "'; wait");
        assertThat(answer.exit()).isEqualTo(1);
        assertThat(answer.err()).contains("ship1 | TIMED_OUT");
        RunningFleet.awaitGone(child);
    }

    @Test
    @SuppressWarnings("try") // that its close may be interrupted is the test's own business
    void any_nats_client_may_command_without_our_controller() throws Exception {
        Map<?, ?> credentials =
                (Map<?, ?>) Objects.requireNonNull(fleet.endpoints().get("credentials"));
        Options.Builder options = Options.builder()
                .server(String.valueOf(fleet.endpoints().get("nats")))
                .authHandler(Nats.credentials(String.valueOf(credentials.get("controller"))));
        String id = CommandId.from(Instant.now(), System.nanoTime(), 42).value();
        try (Connection nats = Connecting.with(options)) {
            nats.jetStream()
                    .publish(
                            "ship3.command.shellcommand.operatingsystem",
                            new Headers().put("Nats-Msg-Id", id),
                            ("{\"v\":1,\"id\":\"" + id + "\",\"issuedBy\":\"alice\",\"issuedAt\":\"" + Instant.now()
                                            + "\",\"args\":{\"argv\":[\"echo\",\"straight\"]}}")
                                    .getBytes(StandardCharsets.UTF_8));
        }
        assertThat(fleet.ended(id))
                .containsEntry("status", "SUCCEEDED")
                .containsEntry("issued_by", "alice")
                .containsEntry("stdout", "straight\n");
    }

    @Test
    void a_yaml_file_in_the_inbox_folder_is_sent_once() throws Exception {
        Path effects = fleet.home().resolve("dropped");
        Path inbox = fleet.data().resolve("inbox");
        Files.writeString(inbox.resolve("two orders.yaml"), """
                - targets: {nodes: [ship1]}
                  method: shellcommand
                  domain: operatingsystem
                  args:
                    argv: [sh, -c, "echo one >> '%1$s'"]
                - targets: {nodes: [ship1]}
                  method: shellcommand
                  domain: operatingsystem
                  args:
                    argv: [sh, -c, "echo two >> '%1$s'"]
                """.formatted(effects));
        await("the effects")
                .atMost(RunningFleet.PATIENCE)
                .until(() ->
                        Files.exists(effects) && Files.readAllLines(effects).size() >= 2);
        assertThat(Files.readAllLines(effects)).containsExactly("one", "two");
        await("the file is put away")
                .atMost(RunningFleet.PATIENCE)
                .until(() -> Files.exists(inbox.resolve("sent/two orders.yaml")));
    }

    @Test
    void a_log_file_is_followed_while_it_grows_and_rotates() throws Exception {
        Path log = Files.createFile(fleet.home().resolve("dpkg.log"));
        Answer started = fleet.steward(
                "send",
                "ship1",
                "process",
                "agent",
                "action=start",
                "method=syslogforwarding",
                "domain=dpkg",
                "settings={\"files\":[\"" + log + "\"]}",
                "-o",
                "json");
        assertThat(started.exit()).as(started.err()).isZero();
        String id = started.out().replaceAll("(?s).*\"id\" : \"([^\"]+)\".*", "$1");
        assertThat(fleet.ended(id)).containsEntry("status", "SUCCEEDED");

        List<String> expected = new ArrayList<>();
        for (int i = 1; i <= 60; i++) {
            if (i == 21 || i == 41) {
                String last = "package " + (i - 1);
                await("the lines before the rotation")
                        .atMost(RunningFleet.PATIENCE)
                        .ignoreExceptions()
                        .until(() -> forwarded().stream().anyMatch(body -> body.contains(last)));
                Files.move(log, fleet.home().resolve("dpkg.log." + i));
                Files.createFile(log);
            }
            Files.writeString(
                    log, "2026-11-22 09:00:00 status installed package " + i + "\n", StandardOpenOption.APPEND);
            expected.add("package " + i);
        }
        await("the last line")
                .atMost(RunningFleet.PATIENCE)
                .ignoreExceptions()
                .until(() -> forwarded().size() >= 60);
        assertThat(forwarded()).hasSize(60);
        assertThat(IntStream.range(0, 60))
                .allSatisfy(i -> assertThat(forwarded().get(i)).contains(expected.get(i)));
    }

    private List<String> forwarded() {
        return fleet
                .sql(
                        "SELECT body FROM event_log WHERE node = 'ship1' AND method = 'syslogforwarding' AND domain = 'dpkg'"
                                + " ORDER BY seq")
                .stream()
                .map(row -> String.valueOf(row.get("body")))
                .toList();
    }
}
