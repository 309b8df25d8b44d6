package io.steward.nats.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.model.subject.NodeName;
import io.steward.model.subject.Subject;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealTest {
    private static final Subject RUN = Subject.command(NodeName.of("ship1"), "shellcommand", "operatingsystem");
    private static final String SECRET = "correct horse battery staple ⚓";

    @TempDir
    Path folder;

    /** RFC 9180, A.2.1 (base mode, X25519, HKDF-SHA256, ChaCha20Poly1305), sequence number 0. */
    @Test
    void what_is_sealed_is_what_the_standard_says_so_that_any_language_can_make_it() throws Exception {
        byte[] once = hex("f4ec9b33b792c372c1d2c2063507b684ef925b8c75a42dbcbf57d63ccd381600");
        byte[] receiver = hex("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb");
        byte[] receiverPublic = hex("4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a");
        byte[] info = hex("4f6465206f6e2061204772656369616e2055726e");
        byte[] plain = hex("4265617574792069732074727574682c20747275746820626561757479");
        byte[] aad = hex("436f756e742d30");
        String sealed = "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a"
                + "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28";

        assertThat(Hpke.seal(receiverPublic, info, aad, plain, Hpke.pair(new X25519PrivateKeyParameters(once))))
                .isEqualTo(hex(sealed));
        assertThat(Hpke.open(new X25519PrivateKeyParameters(receiver), info, aad, hex(sealed)))
                .isEqualTo(plain);
    }

    @Test
    void a_node_opens_what_was_sealed_to_its_public_key() throws Exception {
        BoxKey ship1 = BoxKey.openOrCreate(folder);

        String sealed = Sealer.seal(ship1.publicKey(), SECRET, RUN);

        assertThat(sealed).matches("[A-Za-z0-9_-]+");
        assertThat(new String(Base64.getUrlDecoder().decode(sealed), UTF_8)).doesNotContain("horse");
        assertThat(ship1.open(sealed, RUN)).isEqualTo(SECRET);
        assertThat(ship1.open(Sealer.seal(ship1.publicKey(), "", RUN), RUN)).isEmpty();
    }

    @Test
    void sealing_the_same_text_twice_shows_no_likeness() {
        String key = BoxKey.openOrCreate(folder).publicKey();

        assertThat(Sealer.seal(key, SECRET, RUN)).isNotEqualTo(Sealer.seal(key, SECRET, RUN));
    }

    @Test
    void another_nodes_key_does_not_open_it() {
        BoxKey ship1 = BoxKey.openOrCreate(folder.resolve("ship1"));
        BoxKey ship2 = BoxKey.openOrCreate(folder.resolve("ship2"));
        String sealed = Sealer.seal(ship1.publicKey(), SECRET, RUN);

        assertThatThrownBy(() -> ship2.open(sealed, RUN)).isInstanceOf(NotOpened.class);
    }

    @Test
    void a_value_copied_to_a_command_for_another_process_or_node_does_not_open() {
        BoxKey ship1 = BoxKey.openOrCreate(folder);
        String sealed = Sealer.seal(ship1.publicKey(), SECRET, RUN);

        for (String subject : new String[] {
            "ship2.command.shellcommand.operatingsystem",
            "ship1.command.print.operatingsystem",
            "ship1.command.shellcommand.other",
            "ship1.event.shellcommand.operatingsystem"
        }) {
            assertThatThrownBy(() -> ship1.open(sealed, Subject.parse(subject)))
                    .as(subject)
                    .isInstanceOf(NotOpened.class);
        }
    }

    @Test
    void a_value_with_any_byte_changed_or_cut_does_not_open() {
        BoxKey ship1 = BoxKey.openOrCreate(folder);
        byte[] sealed = Base64.getUrlDecoder().decode(Sealer.seal(ship1.publicKey(), "x", RUN));

        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> ship1.open(text(changed), RUN)).isInstanceOf(NotOpened.class);
            byte[] cut = java.util.Arrays.copyOf(sealed, i);
            assertThatThrownBy(() -> ship1.open(text(cut), RUN)).isInstanceOf(NotOpened.class);
        }
        // Every secret is known that is agreed on with this key.
        assertThatThrownBy(() -> ship1.open(text(new byte[60]), RUN)).isInstanceOf(NotOpened.class);
        assertThatThrownBy(() -> ship1.open("not base64url!", RUN)).hasMessage("is not base64url");
    }

    @Test
    void only_a_real_public_key_is_sealed_to() {
        for (String key : new String[] {"", "short", "not base64url!", text(new byte[31]), text(new byte[32])}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Sealer.seal(key, SECRET, RUN))
                    .withMessageStartingWith("box key ")
                    .withMessageNotContaining("horse");
        }
    }

    @Test
    void the_private_key_is_made_once_and_is_for_its_owner_alone() throws Exception {
        BoxKey first = BoxKey.openOrCreate(folder);
        Path file = folder.resolve(BoxKey.FILE);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(BoxKey.openOrCreate(folder).publicKey()).isEqualTo(first.publicKey());
        assertThat(first.toString())
                .isEqualTo(first.publicKey())
                .doesNotContain(Files.readString(file).strip());
    }

    @Test
    void a_key_file_that_is_damaged_or_open_to_others_is_refused_and_kept() throws Exception {
        BoxKey.openOrCreate(folder);
        Path file = folder.resolve(BoxKey.FILE);

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> BoxKey.openOrCreate(folder))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(file + " is open to others than its owner");

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(file, "half a key");
        assertThatThrownBy(() -> BoxKey.openOrCreate(folder))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(file + " is damaged")
                .hasMessageNotContaining("half");
        assertThat(file).hasContent("half a key");
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
