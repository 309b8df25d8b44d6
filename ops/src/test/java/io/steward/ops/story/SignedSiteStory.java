package io.steward.ops.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.steward.model.command.CommandId;
import io.steward.model.wire.Json;
import io.steward.nats.Link;
import io.steward.nats.keys.OperatorKeyFile;
import io.steward.nats.testing.Connecting;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A site that takes signed commands only, from {@code init} on, as its operators see it. */
final class SignedSiteStory {
    private static SignedSite site;
    private static String alice;

    @BeforeAll
    static void open(@TempDir Path home) throws Exception {
        site = SignedSite.start(home);
        alice = site.operatorKey().toString();
    }

    @AfterAll
    static void close() throws Exception {
        site.close();
    }

    @Test
    void what_its_operator_signs_is_done_and_nothing_else() throws Exception {
        assertThat(site.laidOut().out()).contains(alice + "  move it to your own machine, never to the controller");

        Answer unsigned = site.ask("run", "--all", "--", "echo", "hello");
        assertThat(unsigned.exit()).isEqualTo(1);
        assertThat(unsigned.err()).contains("signed by who sends them", "--key FILE");

        Answer signed = site.ask("run", "--all", "--key", alice, "--", "echo", "hello");
        assertThat(signed.exit()).as(signed.err()).isZero();
        assertThat(signed.out()).contains("ship1 | hello", "ship2 | hello", "2 succeeded");

        Answer sent = site.ask(
                "send",
                "ship1",
                "shellcommand",
                "operatingsystem",
                "argv=[\"sleep\",\"300\"]",
                "--key",
                alice,
                "-o",
                "json");
        String id = sent.out().replaceAll("(?s).*\"id\" : \"([^\"]+)\".*", "$1");
        assertThat(site.ask("cancel", id).exit()).isEqualTo(1);
        Answer canceled = site.ask("cancel", id, "--key", alice);
        assertThat(canceled.exit()).as(canceled.err()).isZero();
        ends(id, "CANCELED", "");
    }

    @Test
    void whoever_took_the_controllers_credentials_and_key_commands_nothing() throws Exception {
        CommandId id = CommandId.from(Instant.now(), 1, 2);
        String json = "{\"v\":1,\"id\":\"" + id + "\",\"issuedBy\":\"controller\",\"issuedAt\":\""
                + Json.time(Instant.now()) + "\",\"args\":{\"argv\":[\"touch\",\""
                + site.home().resolve("stolen")
                + "\"]}}";
        Connection thief = Connecting.with(Options.builder()
                .server(site.nats())
                .authHandler(
                        Nats.credentials(site.keys().resolve("controller.creds").toString())));
        thief.jetStream(Link.JETSTREAM)
                .publish("ship1.command.shellcommand.operatingsystem", json.getBytes(StandardCharsets.UTF_8));
        thief.close();
        ends(id.value(), "REJECTED", "unsigned");
        Answer forged = site.ask(
                "run",
                "--on",
                "ship1",
                "--key",
                site.keys().resolve("operators/controller.key").toString(),
                "--",
                "touch",
                site.home().resolve("stolen").toString());
        assertThat(forged.exit()).isEqualTo(1);
        assertThat(forged.err()).contains("no rule of policy version");
        assertThat(site.home().resolve("stolen")).doesNotExist();
    }

    @Test
    void a_right_that_a_pushed_policy_takes_away_is_gone() throws Exception {
        Answer made = site.here("key", "new", "bob");
        assertThat(made.exit()).as(made.err()).isZero();
        String bob = site.home().resolve("bob.key").toString();
        Path file = site.keys().resolve("policy.json");
        Path news = site.home().resolve("policy.json");
        String rule =
                "{\"effect\":\"allow\",\"operators\":[\"bob\"],\"methods\":[\"shellcommand\"],\"nodes\":[\"ship1\"]}";
        Files.writeString(news, policy(2, made.out().strip(), rule));
        push(news);
        Files.copy(news, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(site.ask("policy", "check", "bob", "shellcommand.operatingsystem", "ship1")
                        .exit())
                .isZero();
        assertThat(site.ask("run", "--on", "ship1", "--key", bob, "--", "echo", "mine")
                        .out())
                .contains("ship1 | mine");
        Answer both = site.ask("run", "--all", "--key", bob, "--", "echo", "mine");
        assertThat(both.exit()).isEqualTo(1);
        assertThat(both.err()).contains("not allowed on ship2 (1 of 2 targets)", "nothing was sent");

        Files.writeString(news, policy(3, made.out().strip(), rule.replace("ship1", "ship9")));
        push(news);
        Answer late = site.ask("run", "--on", "ship1", "--key", bob, "--", "echo", "mine");
        assertThat(late.exit())
                .as("the controller's file is the old one, the node decides")
                .isEqualTo(1);
        assertThat(late.err() + late.out()).contains("REJECTED").doesNotContain("| mine");
        assertThat(site.ask("commands", "--node", "ship1", "-o", "json").out()).contains("\"not-allowed\"");
        Files.copy(news, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Answer gone = site.ask("policy", "check", "bob", "shellcommand.operatingsystem", "ship1");
        assertThat(gone.exit()).isEqualTo(1);
        assertThat(gone.out()).contains("refused: ", "(not-allowed)");
        assertThat(site.ask("policy", "show").out()).contains("policy version 3", "bob", "ship9");

        Files.writeString(news, policy(2, made.out().strip(), rule));
        assertThat(site.ask("policy", "push", news.toString(), "--key", alice).err())
                .contains("use a higher one than 3");
    }

    private static void push(Path news) throws Exception {
        Answer pushed = site.ask("policy", "push", news.toString(), "--key", alice);
        assertThat(pushed.exit()).as(pushed.err() + pushed.out()).isZero();
        assertThat(pushed.out()).contains("ship1 | policy: version", "ship2 | policy: version", "2 succeeded");
    }

    private static String policy(int version, String bob, String rule) throws Exception {
        OperatorKeyFile own = OperatorKeyFile.of(Path.of(alice));
        OperatorKeyFile controller = OperatorKeyFile.of(site.keys().resolve("operators/controller.key"));
        return "{\"v\":1,\"version\":" + version + ",\"keys\":[" + line(own) + "," + line(controller) + "," + bob
                + "],\"rules\":[{\"effect\":\"allow\",\"operators\":[\"" + own.name() + "\"]}," + rule + "]}";
    }

    private static String line(OperatorKeyFile file) throws Exception {
        return "{\"name\":\"" + file.name() + "\",\"key\":\""
                + file.trusted(false).key() + "\"}";
    }

    private static void ends(String id, String status, String code) {
        await(id + " is " + status)
                .atMost(RunningFleet.PATIENCE)
                .ignoreExceptions()
                .until(() -> {
                    var row = RunningFleet.object(
                            site.get("/api/v1/commands/" + id).body());
                    return status.equals(row.get("status")) && (code.isEmpty() || code.equals(row.get("error_code")));
                });
    }
}
