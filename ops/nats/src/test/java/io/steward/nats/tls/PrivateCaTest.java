package io.steward.nats.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateCaTest {
    private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
    private static final List<String> HOSTS = List.of("steward.example.org", "127.0.0.1", "::1");

    @TempDir
    Path temp;

    @Test
    void what_is_good_is_kept_and_what_ends_within_30_days_is_renewed() throws IOException {
        assertThat(issue(NOW, HOSTS)).isTrue();
        assertThat(issue(NOW.plus(Duration.ofDays(366)), List.of("::1", "127.0.0.1", "steward.example.org")))
                .isFalse();
        assertThat(issue(NOW.plus(Duration.ofDays(368)), HOSTS)).isTrue();
    }

    @Test
    void other_hosts_want_another_certificate() throws IOException {
        assertThat(issue(NOW, HOSTS)).isTrue();
        assertThat(issue(NOW, List.of("steward.example.org"))).isTrue();
        assertThat(issue(NOW, List.of("steward.example.org"))).isFalse();
    }

    @Test
    void a_renewed_ca_vouches_for_what_it_signed_before() throws Exception {
        issue(NOW, HOSTS);
        X509Certificate server = Pem.certificates(temp.resolve("api.pem")).get(0);
        X509Certificate before = Pem.certificates(temp.resolve("ca/ca.pem")).get(0);

        PrivateCa.openOrCreate(temp.resolve("ca"), () -> NOW.plus(Duration.ofDays(3640)));

        X509Certificate after = Pem.certificates(temp.resolve("ca/ca.pem")).get(0);
        assertThat(after.getNotAfter()).isAfter(before.getNotAfter());
        server.verify(after.getPublicKey());
    }

    @Test
    void keys_are_for_their_owner_alone() throws IOException {
        issue(NOW, HOSTS);
        for (String file : List.of("ca/ca.key", "api.key")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(temp.resolve(file))))
                    .as(file)
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void files_that_do_not_fit_together_are_refused_without_a_word_of_what_is_in_them() throws IOException {
        issue(NOW, HOSTS);
        PrivateCa.openOrCreate(temp.resolve("ca"), () -> NOW)
                .client("alice", temp.resolve("alice.pem"), temp.resolve("alice.key"));
        Path broken = Files.writeString(
                temp.resolve("broken.key"), "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n");

        assertThatThrownBy(() -> Tls.server(temp.resolve("api.pem"), temp.resolve("alice.key"), Optional.empty()))
                .hasMessageContaining("is not that of the certificate in " + temp.resolve("api.pem"));
        assertThatThrownBy(() -> Tls.server(temp.resolve("api.pem"), temp.resolve("api.pem"), Optional.empty()))
                .hasMessageContaining("holds no private key");
        assertThatThrownBy(() -> Tls.server(temp.resolve("api.pem"), broken, Optional.empty()))
                .hasMessageContaining("holds a private key that can't be used")
                .hasMessageNotContaining("c2VjcmV0");
        assertThatThrownBy(() -> Tls.server(broken, broken, Optional.empty()))
                .hasMessageContaining("holds no certificate");
        assertThatThrownBy(() -> Tls.server(temp.resolve("none.pem"), broken, Optional.empty()))
                .hasMessageContaining("none.pem can't be read");
    }

    private boolean issue(Instant when, List<String> hosts) throws IOException {
        return PrivateCa.openOrCreate(temp.resolve("ca"), () -> when)
                .server("api", hosts, temp.resolve("api.pem"), temp.resolve("api.key"));
    }
}
