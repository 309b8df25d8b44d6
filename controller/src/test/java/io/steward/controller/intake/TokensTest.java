package io.steward.controller.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may come in. */
class TokensTest {
    /** SHA-256 of "open sesame". */
    private static final String HASH = "41ef4bb0b23661e66301aac36066912dac037827b4ae63a7b1165a5aa93ed4eb";

    @TempDir
    Path folder;

    @Test
    void a_token_is_known_by_its_hash() throws Exception {
        Path file = Files.writeString(
                folder.resolve("tokens"),
                "# operators\n\nalice operator " + HASH + "\nbob viewer " + "0".repeat(64) + "\n");

        Tokens tokens = Tokens.read(file);

        assertThat(tokens.size()).isEqualTo(2);
        assertThat(tokens.caller("open sesame", Instant.EPOCH)).contains(new Caller("alice", Role.OPERATOR));
        assertThat(tokens.caller("open", Instant.EPOCH)).isEmpty();
        assertThat(tokens.caller("", Instant.EPOCH)).isEmpty();
        assertThat(tokens.caller(HASH, Instant.EPOCH)).isEmpty();
    }

    @Test
    void every_bad_line_is_named_and_no_token_is_shown() throws Exception {
        Path file = Files.writeString(folder.resolve("tokens"), "alice operator open-sesame\nbob root " + HASH + "\n");

        assertThatThrownBy(() -> Tokens.read(file))
                .isInstanceOf(Tokens.BadTokens.class)
                .hasMessage(
                        file
                                + " line 1 is not allowed: use <name> viewer|operator|admin <SHA-256 of the token, 64 hex digits> and, if it ends, when: 2027-01-01T00:00:00Z"
                                + System.lineSeparator() + file
                                + " line 2 is not allowed: use <name> viewer|operator|admin <SHA-256 of the token, 64 hex digits> and, if it ends, when: 2027-01-01T00:00:00Z");
    }
}
