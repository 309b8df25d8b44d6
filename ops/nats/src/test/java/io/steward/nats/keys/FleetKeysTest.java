package io.steward.nats.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nats.client.support.JwtUtils;
import io.steward.model.subject.NodeName;
import io.steward.nats.Partitions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    @Test
    void the_operators_own_key_can_be_put_away() throws Exception {
        FleetKeys whole = FleetKeys.openOrCreate(temp.resolve("keys"));
        String operator = whole.operatorJwt();
        Map<String, String> accounts = whole.accountJwts();
        Files.move(temp.resolve("keys/operator.seed"), temp.resolve("safe"));
        FleetKeys rest = FleetKeys.open(temp.resolve("keys"));
        assertThat(rest.operatorJwt()).isEqualTo(operator);
        assertThat(rest.accountJwts()).isEqualTo(accounts);
        rest.revoke(UserToken.inFile(rest.credentialsFor(SHIP1)).orElseThrow().publicKey(), Instant.EPOCH);
        assertThat(rest.agentsJwt()).isNotIn(accounts.values());
        assertThat(temp.resolve("keys/operator.seed")).doesNotExist();
    }

    @Test
    void what_is_revoked_stays_revoked_in_every_later_token() {
        FleetKeys keys = FleetKeys.openOrCreate(temp.resolve("keys"), new Partitions(3));
        keys.credentialsFor(SHIP1);
        String key = keys.publicKeyOf(SHIP1).orElseThrow();
        keys.revoke(key, Instant.ofEpochSecond(1_000));
        keys.revoke(key, Instant.ofEpochSecond(2_000));
        keys.revoke(key, Instant.ofEpochSecond(1_500));
        String claims =
                JwtUtils.getClaimBody(FleetKeys.open(temp.resolve("keys")).agentsJwt());
        assertThat(claims).contains("\"revocations\":{\"" + key + "\":2000}", "COMMANDS_2");
        assertThatThrownBy(() -> keys.revoke("ship1", Instant.EPOCH)).hasMessageContaining("use a user's public key");
        assertThatThrownBy(() -> FleetKeys.open(temp)).hasMessageContaining("has no keys of a fleet");
    }

    @Test
    void a_signature_holds_for_the_whole_request_and_for_no_other() {
        NodeKey key = NodeKey.openOrCreate(temp.resolve("node"));
        String box = "A".repeat(43);
        EnrolmentRequest request = new EnrolmentRequest(SHIP1, key.publicKey(), box, Optional.of("secret-token"));
        byte[] signature = key.sign(request.signed());
        assertThat(request.provedBy(signature)).isTrue();
        String other = NodeKey.openOrCreate(temp.resolve("other")).publicKey();
        assertThat(List.of(
                        new EnrolmentRequest(NodeName.of("ship2"), key.publicKey(), box, request.token()),
                        new EnrolmentRequest(SHIP1, other, box, request.token()),
                        new EnrolmentRequest(SHIP1, key.publicKey(), "B".repeat(43), request.token()),
                        new EnrolmentRequest(SHIP1, key.publicKey(), box, Optional.empty())))
                .noneMatch(changed -> changed.provedBy(signature));
        assertThat(request.toString()).doesNotContain("secret-token");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
