package io.steward.nats.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.model.trust.TrustedKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorKeyFileTest {
    private static final byte[] TEXT = "a command".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    @Test
    void what_its_key_signs_its_public_half_proves() throws Exception {
        OperatorKeyFile alice = OperatorKeyFile.create(folder.resolve("operators"), "alice");

        TrustedKey trusted = OperatorKeyFile.of(alice.file()).trusted(true);
        assertThat(trusted.name()).isEqualTo("alice");
        assertThat(trusted.vouches()).isTrue();
        assertThat(trusted.verifies(TEXT, alice.secret().sign(TEXT).bytes())).isTrue();
        assertThat(Files.readString(alice.publicFile()).strip()).isEqualTo(trusted.key());
        for (Path file : new Path[] {alice.file(), alice.publicFile()}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void a_key_is_never_replaced() throws Exception {
        OperatorKeyFile alice = OperatorKeyFile.create(folder, "alice");
        String before = Files.readString(alice.file());

        assertThatThrownBy(() -> OperatorKeyFile.create(folder, "alice"))
                .isInstanceOf(FileAlreadyExistsException.class);
        OperatorKeyFile.openOrCreate(folder, "alice");
        assertThat(Files.readString(alice.file())).isEqualTo(before);
    }

    /** A key of RFC 8410, section 10.3, as OpenSSL writes it, and its public half. */
    @Test
    void a_key_that_openssl_made_is_as_good() throws Exception {
        Path file = Files.writeString(
                folder.resolve("bob.pem"),
                "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n"
                        + "-----END PRIVATE KEY-----\n");

        TrustedKey bob = OperatorKeyFile.of(file).trusted(false);
        assertThat(bob.name()).isEqualTo("bob");
        assertThat(bob.key()).isEqualTo("Gb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE");
    }

    @Test
    void what_is_no_key_or_no_name_is_refused_without_showing_it() throws Exception {
        Path file = Files.writeString(folder.resolve("eve.key"), "-----BEGIN PRIVATE KEY-----\nhush\n");
        assertThatThrownBy(() -> OperatorKeyFile.of(file).secret())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("eve")
                .hasMessageNotContaining("hush");
        assertThatThrownBy(() -> OperatorKeyFile.create(folder, "a b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a b");
    }
}
