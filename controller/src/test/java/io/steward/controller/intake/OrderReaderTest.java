package io.steward.controller.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.steward.controller.issue.Order;
import io.steward.controller.issue.Targets;
import io.steward.model.command.OnCrash;
import io.steward.model.subject.InvalidName;
import io.steward.model.subject.NodeName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The body of a command request: read to the letter, or refused in one sentence. */
class OrderReaderTest {
    @Test
    void a_full_request_is_read_field_by_field() {
        Order order = read("""
                {"targets":{"nodes":["ship1","ship2","ship1"]},"method":"shellcommand","domain":"web",
                 "args":{"argv":["uname","-a"],"env":{"A":"1"}},"timeout":"PT30S",
                 "expiresAt":"2026-11-23T09:00:00.000Z","onCrash":"repeat","supersedes":true,"reason":"weekly check"}
                """);

        assertThat(order.targets()).isEqualTo(new Targets.Named(List.of(NodeName.of("ship1"), NodeName.of("ship2"))));
        assertThat(order.process()).hasToString("shellcommand.web");
        assertThat(order.args().strings("argv")).contains(List.of("uname", "-a"));
        assertThat(order.args().fields()).containsEntry("env", Map.of("A", "1"));
        assertThat(order.timeout()).contains(Duration.ofSeconds(30));
        assertThat(order.expiresAt()).contains(Instant.parse("2026-11-23T09:00:00Z"));
        assertThat(order.onCrash()).isEqualTo(OnCrash.REPEAT);
        assertThat(order.supersedes()).isTrue();
        assertThat(order.reason()).contains("weekly check");
    }

    @Test
    void a_shell_command_needs_no_domain() {
        assertThat(read("{\"targets\":{\"all\":true},\"method\":\"shellcommand\"}")
                        .process())
                .hasToString("shellcommand.operatingsystem");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            []                                                                     | field "body" "[]" is not allowed: use an object
            {"method":"shellcommand"}                                              | field "targets" is missing: use one of {"nodes":[…]}, {"where":"…"} and {"all":true}
            {"targets":{},"method":"shellcommand"}                                 | field "targets" "{}" is not allowed: use one of {"nodes":[…]}, {"where":"…"} and {"all":true}
            {"targets":{"all":false},"method":"shellcommand"}                      | field "targets" "{"all":false}" is not allowed: use one of {"nodes":[…]}, {"where":"…"} and {"all":true}
            {"targets":{"nodes":[]},"method":"shellcommand"}                       | field "targets.nodes" "[]" is not allowed: use a list of node names, at least one
            {"targets":{"nodes":[1]},"method":"shellcommand"}                      | field "targets.nodes" "1" is not allowed: use a list of node names, at least one
            {"targets":{"nodes":["ship1"],"where":"online"},"method":"m"}          | field "targets" "{"nodes":["ship1"],"where":"online"}" is not allowed: use one of {"nodes":[…]}, {"where":"…"} and {"all":true}
            {"targets":{"nodes":["a.example.org"]},"method":"shellcommand"}        | node "a.example.org" is not allowed: a node name has no dots; use the short name "a"
            {"targets":{"all":true}}                                               | field "method" is missing: use the name of a method, like shellcommand
            {"targets":{"all":true},"method":"syslogforwarding"}                   | field "domain" is missing: use the name of a domain, like operatingsystem
            {"targets":{"all":true},"method":"shellcommand","timeout":"soon"}      | field "timeout" "soon" is not allowed: use an ISO 8601 duration above zero like PT30S
            {"targets":{"all":true},"method":"shellcommand","timeout":"PT0S"}      | field "timeout" "PT0S" is not allowed: use an ISO 8601 duration above zero like PT30S
            {"targets":{"all":true},"method":"shellcommand","expiresAt":"monday"}  | field "expiresAt" "monday" is not allowed: use an RFC 3339 time like 2026-11-22T09:00:00.000Z
            {"targets":{"all":true},"method":"shellcommand","timeout":"PT9223372036854775807S"} | field "timeout" "PT9223372036854775807S" is not allowed: use an ISO 8601 duration above zero like PT30S
            {"targets":{"all":true},"method":"shellcommand","expiresAt":"+12026-11-22T09:00:00Z"} | field "expiresAt" "+12026-11-22T09:00:00Z" is not allowed: use an RFC 3339 time like 2026-11-22T09:00:00.000Z
            {"targets":{"all":true},"method":"shellcommand","onCrash":"retry"}     | field "onCrash" "retry" is not allowed: use report or repeat
            {"targets":{"all":true},"method":"shellcommand","args":[1]}            | field "args" "[1]" is not allowed: use an object
            {"targets":{"all":true},"method":"shellcommand","argz":{}}             | field "argz" is not known: use targets, method, domain, args, timeout, expiresAt, onCrash, supersedes, reason
            """)
    void what_is_not_allowed_is_named(String body, String words) {
        assertThat(catchThrowable(() -> read(body))).isInstanceOf(Refusal.class).hasMessage(words);
    }

    @Test
    void a_method_that_is_no_token_is_refused() {
        assertThat(catchThrowable(
                        () -> read("{\"targets\":{\"all\":true},\"method\":\"shell command\",\"domain\":\"x\"}")))
                .isInstanceOf(InvalidName.class)
                .hasMessage("method \"shell command\" is not allowed: use 1 to 63 characters of A-Z a-z 0-9 _ -,"
                        + " beginning with a letter or digit");
    }

    @Test
    void what_is_no_json_is_refused_with_the_place_and_without_its_content() {
        assertThat(catchThrowable(() -> read("{\"args\":{\"password\":\"hunter2\"")))
                .satisfies(thrown -> {
                    assertThat(((Refusal) thrown).problem().slug()).isEqualTo("not-json");
                    assertThat(thrown.getMessage()).contains("line 1").doesNotContain("hunter2");
                });
    }

    @Test
    void what_is_nested_too_deep_or_has_an_endless_exponent_is_refused_as_no_json() {
        for (String body : List.of("[".repeat(10_000), "{\"args\":1e9999999999}", "[-0.1e-2147483648]")) {
            assertThat(catchThrowable(() -> read(body)))
                    .isInstanceOfSatisfying(
                            Refusal.class,
                            refusal -> assertThat(refusal.problem().slug()).isEqualTo("not-json"));
        }
    }

    private static Order read(String body) {
        return OrderReader.read(Documents.json(body.getBytes(StandardCharsets.UTF_8)));
    }
}
