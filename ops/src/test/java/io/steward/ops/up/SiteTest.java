package io.steward.ops.up;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.model.command.Args;
import io.steward.model.command.Fault;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.ProcessName;
import io.steward.model.trust.Asked;
import io.steward.model.trust.Policy;
import io.steward.model.trust.TrustedKey;
import io.steward.model.wire.PolicyCodec;
import io.steward.nats.Partitions;
import io.steward.nats.keys.FleetKeys;
import io.steward.nats.server.BrokerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SiteTest {
    private static final NodeName SHIP1 = NodeName.of("ship1");

    @TempDir
    Path root;

    @Test
    void doing_it_again_keeps_every_key() throws IOException {
        Site first = laidOut();
        String token = first.adminToken();
        String credentials = Files.readString(first.credentials(SHIP1));
        Site second = laidOut();
        assertThat(second.adminToken()).isEqualTo(token).hasSize(64);
        assertThat(Files.readString(second.credentials(SHIP1))).isEqualTo(credentials);
    }

    @Test
    void a_site_keeps_the_streams_it_was_made_with() throws IOException {
        DataFolder folder = new DataFolder(root.resolve("large"));
        Site.openOrCreate(folder, new Partitions(8));
        Site again = Site.openOrCreate(folder);
        Path controller = again.controller("nats://127.0.0.1:4222", 8080, Map.of());
        assertThat(Files.readString(controller)).contains("partitions: \"8\"\n");
        assertThat(Files.readString(again.agent(SHIP1, "nats://127.0.0.1:4222", Map.of())))
                .contains("partitions: \"8\"\n");
        assertThat(FleetKeys.partitionsOf(folder.keys())).contains(new Partitions(8));
    }

    @Test
    void nobody_else_can_read_any_of_it() throws IOException {
        laidOut();
        try (Stream<Path> all = Files.walk(root.resolve("site"))) {
            List<Path> files = all.toList();
            assertThat(files).hasSizeGreaterThan(10);
            assertThat(files)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .matches("rw[x-]------"));
        }
    }

    @Test
    void configurations_name_files_and_hold_no_secret() throws IOException {
        Site site = laidOut();
        DataFolder folder = new DataFolder(root.resolve("site"));
        String controller = Files.readString(folder.configuration("controller"));
        assertThat(controller).contains("nats.credentials: ").doesNotContain(site.adminToken());
        assertThat(Files.readString(folder.keys().resolve("tokens"))).doesNotContain(site.adminToken());
        assertThat(Files.readString(folder.configuration("ship1")))
                .contains("node: \"ship1\"")
                .doesNotContain("SU");
    }

    @Test
    void the_controller_of_a_site_may_do_next_to_nothing_and_that_of_one_machine_all() throws Exception {
        Policy strict = policy(laidOut());
        assertThat(strict.version()).isEqualTo(1);
        assertThat(strict.keys().values()).hasSize(2).noneMatch(TrustedKey::vouches);
        String user = strict.keys().keySet().stream()
                .filter(name -> !name.equals("controller"))
                .findFirst()
                .orElseThrow();
        assertThat(refusal(strict, user, "policy", "agent")).isEmpty();
        assertThat(refusal(strict, "controller", "resend", "agent")).isEmpty();
        assertThat(refusal(strict, "controller", "credentials", "agent")).isEmpty();
        assertThat(refusal(strict, "controller", "shellcommand", "operatingsystem"))
                .isPresent();
        assertThat(refusal(strict, "controller", "policy", "agent")).isPresent();
        DataFolder folder = new DataFolder(root.resolve("site"));
        assertThat(Files.readString(folder.configuration("ship1")))
                .contains("policy.file: ")
                .doesNotContain("commands.unsigned", "operators");
        assertThat(Files.readString(folder.configuration("controller")))
                .contains("policy.file: ", "operators/controller.key");

        Policy open = policy(Site.openOrCreateHere(new DataFolder(root.resolve("here"))));
        assertThat(open.keys().get("controller").vouches()).isTrue();
        assertThat(refusal(open, "controller", "shellcommand", "operatingsystem"))
                .isEmpty();
        assertThat(refusal(open, user, "shellcommand", "operatingsystem")).isEmpty();
    }

    private static Policy policy(Site site) throws Exception {
        return PolicyCodec.decode(Files.readAllBytes(site.policy()));
    }

    private static Optional<Fault> refusal(Policy policy, String who, String method, String domain) {
        return policy.refusal(new Asked(who, SHIP1, new ProcessName(method, domain), Map.of(), Args.NONE));
    }

    @Test
    void the_controllers_configuration_names_few_files_of_the_keys_and_no_seed_of_operator_or_accounts()
            throws IOException {
        Site site = laidOut();
        DataFolder folder = new DataFolder(root.resolve("site"));
        String controller = Files.readString(folder.configuration("controller"));
        try (Stream<Path> all = Files.walk(folder.keys())) {
            List<Path> named = all.filter(Files::isRegularFile)
                    .filter(file -> controller.contains('"' + file.toString() + '"'))
                    .toList();
            assertThat(named)
                    .containsExactlyInAnyOrderElementsOf(site.controllerSecrets())
                    .extracting(file -> file.getFileName().toString())
                    .containsExactlyInAnyOrder(
                            "controller.creds", "agents-nodes.seed", "tokens", "policy.json", "controller.key");
        }
    }

    private Site laidOut() throws IOException {
        DataFolder folder = new DataFolder(root.resolve("site"));
        Site site = Site.openOrCreate(folder);
        site.broker(BrokerConfig.loopback(folder.store("broker")));
        site.controller("nats://127.0.0.1:4222", 8080, Map.of());
        site.agent(SHIP1, "nats://127.0.0.1:4222", Map.of());
        return site;
    }
}
