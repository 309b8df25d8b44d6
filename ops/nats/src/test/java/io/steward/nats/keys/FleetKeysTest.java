package io.steward.nats.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.model.subject.NodeName;
import io.steward.nats.Partitions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetKeysTest {
    private static final NodeName SHIP1 = NodeName.of("ship1");

    @TempDir
    Path temp;

    @Test
    void opened_again_it_is_the_same_fleet() throws Exception {
        FleetKeys first = FleetKeys.openOrCreate(temp.resolve("keys"));
        String node = Files.readString(first.credentialsFor(SHIP1));
        String controller = Files.readString(first.controllerCredentials());
        Map<String, String> accounts = first.accountJwts();
        FleetKeys second = FleetKeys.openOrCreate(temp.resolve("keys"));
        assertThat(Files.readString(second.credentialsFor(SHIP1))).isEqualTo(node);
        assertThat(Files.readString(second.controllerCredentials())).isEqualTo(controller);
        assertThat(second.accountJwts()).isEqualTo(accounts);
        assertThat(second.operatorJwt()).isEqualTo(first.operatorJwt());
    }

    @Test
    void another_layout_signs_the_accounts_anew_with_the_same_keys() {
        FleetKeys one = FleetKeys.openOrCreate(temp.resolve("keys"));
        Map<String, String> before = one.accountJwts();
        FleetKeys four = FleetKeys.openOrCreate(temp.resolve("keys"), new Partitions(4));
        assertThat(four.accountJwts().keySet()).isEqualTo(before.keySet());
        assertThat(four.accountJwts()).isNotEqualTo(before);
        assertThat(four.operatorJwt()).isEqualTo(one.operatorJwt());
    }

    @Test
    void every_file_is_private() throws Exception {
        Path folder = Files.createDirectories(temp.resolve("keys"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        FleetKeys keys = FleetKeys.openOrCreate(folder);
        keys.accountJwts();
        keys.controllerCredentials();
        keys.credentialsFor(SHIP1);
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> all = files.toList();
            assertThat(all).hasSizeGreaterThan(10);
            for (Path file : all) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as(file.toString())
                        .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------");
            }
        }
    }

    @Test
    void many_at_once_agree() {
        List<String> fleets = IntStream.range(0, 16)
                .parallel()
                .mapToObj(i -> {
                    FleetKeys keys = FleetKeys.openOrCreate(temp.resolve("keys"));
                    return read(keys.credentialsFor(SHIP1)) + keys.systemAccount() + keys.agentsAccount();
                })
                .toList();
        assertThat(fleets).containsOnly(fleets.get(0));
    }

    @Test
    void no_text_form_and_no_token_holds_a_seed() throws Exception {
        FleetKeys keys = FleetKeys.openOrCreate(temp.resolve("keys"));
        String open = keys + keys.operatorJwt() + keys.accountJwts() + keys.systemAccount();
        for (String file : List.of("operator.seed", "sys.seed", "fleet.seed", "agents.seed", "agents-nodes.seed")) {
            String seed = Files.readString(temp.resolve("keys").resolve(file)).strip();
            assertThat(seed).startsWith("S").hasSizeGreaterThan(50);
            assertThat(open).doesNotContain(seed);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
