package io.steward.ops.up;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.model.subject.NodeName;
import io.steward.nats.server.BrokerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
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
    void the_controllers_configuration_names_three_files_of_the_keys_and_no_seed_of_operator_or_accounts()
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
                    .containsExactlyInAnyOrder("controller.creds", "agents-nodes.seed", "tokens");
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
