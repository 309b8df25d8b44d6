package io.steward.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.model.command.Args;
import io.steward.model.command.Sealed;
import io.steward.model.command.Secret;
import io.steward.model.subject.Subject;
import io.steward.nats.seal.BoxKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealingTest {
    @TempDir
    Path folder;

    private final SecretOptions options = new SecretOptions("--secret");

    @Test
    void a_secret_is_read_from_a_file_without_the_newline_at_its_end() throws Exception {
        Path file = Files.writeString(folder.resolve("password"), "two\nlines\n");

        Secret secret = options.read(List.of("env.PASSWORD=@" + file)).get("env.PASSWORD");

        assertThat(secret).isNotNull();
        assertThat(secret.reveal()).isEqualTo("two\nlines");
    }

    @Test
    void a_value_on_the_command_line_itself_is_refused_without_being_repeated() {
        assertThatThrownBy(() -> options.read(List.of("pin=4711")))
                .isInstanceOf(Trouble.class)
                .hasMessage(
                        "--secret pin=… with the value itself is not allowed: the process list and the shell's history"
                                + " would show it; use pin=@FILE, pin=- for standard input, or pin to be asked");
        assertThatThrownBy(() -> options.read(List.of("pin=")).size())
                .hasMessageContaining("with the value itself is not allowed");
        assertThatThrownBy(() -> options.read(List.of("a=-", "b=-"))).hasMessageContaining("is allowed once");
        assertThatThrownBy(() -> options.read(List.of("@file"))).hasMessageContaining("without a name");
        assertThatThrownBy(() -> options.read(List.of("pin=@" + folder.resolve("none"))))
                .hasMessageContaining("can't be read");
    }

    @Test
    void secrets_take_their_places_beside_plain_arguments_and_never_over_them() {
        Map<String, @Nullable Object> args = new HashMap<>(Map.of("env", Map.of("A", "b"), "cwd", "/"));
        Secret secret = new Secret("x");

        SecretOptions.place(Map.of("env.PASSWORD", secret, "stdin", secret), args);

        assertThat(args).isEqualTo(Map.of("env", Map.of("A", "b", "PASSWORD", secret), "cwd", "/", "stdin", secret));
        assertThatThrownBy(() -> SecretOptions.place(Map.of("cwd", secret), args))
                .hasMessage("argument cwd is given twice, plain and secret");
        assertThatThrownBy(() -> SecretOptions.place(Map.of("cwd.x", secret), new HashMap<>(Map.of("cwd", "/"))))
                .hasMessage("argument cwd.x is not allowed: cwd is no object");
    }

    @Test
    void what_is_sent_holds_each_secret_sealed_to_the_node_and_nothing_of_it_in_plain() throws Exception {
        BoxKey ship1 = BoxKey.openOrCreate(folder);
        Subject subject = Subject.parse("ship1.command.print.lp0");

        Args sealed = Sealing.sealed(
                new Args(Map.of("plain", "x", "deep", List.of(new Secret("needle")))), ship1.publicKey(), subject);

        assertThat(PlainJson.text(sealed.fields())).contains("$sealed").doesNotContain("needle");
        assertThat(Sealed.replaced(sealed, (field, value) -> {
                    try {
                        return field + " " + ship1.open(value.text(), subject);
                    } catch (io.steward.nats.seal.NotOpened e) {
                        throw new AssertionError(e);
                    }
                }))
                .isEqualTo(new Args(Map.of("plain", "x", "deep", List.of("deep[0] needle"))));
        // One that was forgotten would be sent as dots.
        assertThat(PlainJson.text(Map.of("a", new Secret("needle")))).doesNotContain("needle");
    }

    @Test
    void an_order_without_secrets_is_sent_as_it_is() {
        Map<String, Object> order = Map.of("targets", Map.of("all", true), "args", Map.of("argv", List.of("true")));

        assertThat(new Sealing(new Api("http://127.0.0.1:1", java.util.Optional.empty()))
                        .sendable(order, java.util.Optional.of("once")))
                .containsExactly(new Sealing.Sendable(order, java.util.Optional.of("once")));
    }

    @Test
    void for_eyes_a_sealed_value_is_a_few_dots() {
        Map<String, Object> args = Map.of("env", Map.of("PIN", new Sealed("AAbb-_11").plain()));

        assertThat(Views.plain(args)).isEqualTo("{\"env\":{\"PIN\":\"•••• (sealed)\"}}");
        assertThat(Views.plain(PlainJson.text(args))).isEqualTo("{\"env\":{\"PIN\":\"•••• (sealed)\"}}");
    }
}
