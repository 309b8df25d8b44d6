package io.steward.controller;

import static io.steward.controller.Site.ALICE;
import static io.steward.controller.Site.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.steward.nats.testing.BrokerTest;
import io.steward.nats.testing.TestBroker;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A controller whose broker is not there: it says so, accepts nothing, and goes on when the broker comes. */
@BrokerTest
class WithoutBrokerTest {
    private static final String UNAME =
            "{\"targets\":{\"nodes\":[\"ship1\"]},\"method\":\"shellcommand\",\"args\":{\"argv\":[\"uname\"]}}";

    @TempDir
    Path folder;

    @Test
    void it_starts_without_a_broker_and_becomes_ready_when_it_comes(TestBroker broker) throws Exception {
        broker.kill();
        try (Site site = Site.start(
                broker.url(), broker.keys().controllerCredentials(), folder, Map.of("issue.patience", "PT1S"))) {
            Site.Answer ready = site.get("", "/health/ready");
            assertThat(ready.status()).isEqualTo(503);
            assertThat(ready.text())
                    .isEqualTo(
                            "{\"ready\":false,\"conditions\":["
                                    + "{\"name\":\"broker\",\"met\":false,\"words\":\"can't be reached\"},"
                                    + "{\"name\":\"streams\",\"met\":false,\"words\":\"not tried yet\"},"
                                    + "{\"name\":\"state\",\"met\":false,\"words\":\"not folded to the end of the log yet\"}]}");
            assertThat(site.get("", "/health/live").text()).isEqualTo("{\"live\":true}");

            broker.restart();
            site.awaitReady();
            site.enrol("ship1");
            assertThat(site.post(ALICE, "/api/v1/commands", UNAME).status()).isEqualTo(202);

            broker.kill();
            Site.Answer refused = site.post(ALICE, "/api/v1/commands", UNAME);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.json().get("type").stringValue()).isEqualTo("urn:steward:problem:not-stored");
            assertThat(refused.json().get("stored")).isEmpty();
            assertThat(refused.json().get("notStored").size()
                            + refused.json().get("unknown").size())
                    .isEqualTo(1);
            Site.Answer enrol = site.ask("PUT", Site.ROOT, "/api/v1/nodes/ship2", BodyPublishers.noBody(), Map.of());
            assertThat(enrol.status()).isEqualTo(503);

            Path file = Files.writeString(site.inbox().resolve("wait.json"), UNAME);
            broker.restart();
            await().atMost(PATIENCE).until(() -> Files.notExists(file));
            assertThat(site.inbox().resolve("sent/wait.json")).exists();
        }
    }
}
