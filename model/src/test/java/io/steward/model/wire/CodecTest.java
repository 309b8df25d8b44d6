package io.steward.model.wire;

import static io.steward.model.Examples.ID;
import static io.steward.model.Examples.NINE;
import static io.steward.model.Examples.SHELL;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.model.command.Ack;
import io.steward.model.command.Args;
import io.steward.model.command.Command;
import io.steward.model.command.Fault;
import io.steward.model.command.OnCrash;
import io.steward.model.command.Output;
import io.steward.model.command.Status;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodecTest {
    private static final String COMMAND = """
            {"v":1,"id":"0190f0c1-7b5a-7cc3-9f0e-1d2c3b4a5f60","issuedBy":"alice",\
            "issuedAt":"2026-11-22T09:00:00.000Z","expiresAt":"2026-11-23T09:00:00.000Z","timeout":"PT30S",\
            "onCrash":"report","args":{"argv":["uname","-a"]},"reason":"weekly check"}""";

    private static final String ACK = """
            {"v":1,"id":"0190f0c1-7b5a-7cc3-9f0e-1d2c3b4a5f60","status":"FAILED","at":"2026-11-22T09:00:03.250Z",\
            "deliveredAt":"2026-11-22T09:00:01.000Z","startedAt":"2026-11-22T09:00:02.000Z","attempt":1,"exitCode":3,\
            "stdout":"Linux\\n","stderr":"","stdoutBytes":6,"stderrBytes":0,"truncated":false,\
            "error":{"code":"exit","message":"exit code 3"}}""";

    @Test
    void a_command_is_this_text_and_back() throws Unreadable {
        Command command = new Command(
                ID,
                SHELL,
                "alice",
                NINE,
                Optional.of(NINE.plus(Duration.ofDays(1))),
                Optional.of(Duration.ofSeconds(30)),
                OnCrash.REPORT,
                false,
                new Args(Map.of("argv", List.of("uname", "-a"))),
                Optional.of("weekly check"),
                Optional.empty());

        assertThat(new String(Codec.encode(command), UTF_8)).isEqualTo(COMMAND);
        assertThat(Codec.decodeCommand(SHELL, COMMAND.getBytes(UTF_8))).isEqualTo(command);
    }

    @Test
    void an_ack_is_this_text_and_back() throws Unreadable {
        Ack ack = new Ack(
                ID,
                Status.FAILED,
                NINE.plusMillis(3_250),
                Optional.of(NINE.plusSeconds(1)),
                Optional.of(NINE.plusSeconds(2)),
                1,
                Optional.of(3),
                new Output("Linux\n", "", 6, 0, false),
                Optional.of(new Fault("exit", "exit code 3")));

        assertThat(new String(Codec.encode(ack), UTF_8)).isEqualTo(ACK);
        assertThat(Codec.decodeAck(ACK.getBytes(UTF_8))).isEqualTo(ack);
        assertThat(ack.messageId()).isEqualTo("0190f0c1-7b5a-7cc3-9f0e-1d2c3b4a5f60.FAILED.1");
    }

    @Test
    void unknown_fields_are_passed_over_and_optional_ones_may_be_missing_or_null() throws Unreadable {
        String text = """
                {"v":1,"id":"0190f0c1-7b5a-7cc3-9f0e-1d2c3b4a5f60","issuedBy":"alice","later":{"x":[1]},\
                "issuedAt":"2026-11-22T10:00:00+01:00","timeout":null,"args":{}}""";

        Command command = Codec.decodeCommand(SHELL, text.getBytes(UTF_8));

        assertThat(command.issuedAt()).isEqualTo(NINE);
        assertThat(command.timeout()).isEmpty();
        assertThat(command.onCrash()).isEqualTo(OnCrash.REPORT);
        assertThat(command.args()).isEqualTo(Args.NONE);
    }

    @Test
    void arguments_keep_every_json_value() throws Unreadable {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("text", "häfen \u0000 \uD83D\uDEA2");
        fields.put("nothing", null);
        fields.put("numbers", List.of(1L, new java.math.BigDecimal("2.5"), new java.math.BigInteger("9".repeat(30))));
        fields.put("nested", Map.of("deep", List.of(Map.of("yes", true))));
        Command before = new Command(
                ID,
                SHELL,
                "alice",
                NINE,
                Optional.empty(),
                Optional.empty(),
                OnCrash.REPEAT,
                true,
                new Args(fields),
                Optional.empty(),
                Optional.of("key"));

        assertThat(Codec.decodeCommand(SHELL, Codec.encode(before))).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "not json|not-json|message is not JSON",
                "[]|not-json|message is not a JSON object",
                "{}|missing-field|field \"v\" is missing",
                "{\"v\":2}|wrong-version|field \"v\" \"2\" is not allowed: use 1",
                "{\"v\":\"1\"}|wrong-version|field \"v\" \"\"1\"\" is not allowed: use 1",
                "{\"v\":1,\"v\":1}|not-json|message is not JSON",
                "{\"v\":1} x|not-json|message is not JSON",
                "{\"v\":1}|missing-field|field \"id\" is missing",
                "{\"v\":1,\"id\":\"7\"}|bad-field|field \"id\" \"7\" is not allowed: use a UUID of version 7",
                "{\"v\":1,\"id\":7}|bad-field|field \"id\" \"7\" is not allowed: use a UUID of version 7",
            })
    void a_message_that_is_none_gets_one_clear_error(String text, String code, String message) {
        assertThatThrownBy(() -> Codec.decodeCommand(SHELL, text.getBytes(UTF_8)))
                .isInstanceOfSatisfying(
                        Unreadable.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"alice\"|5|bad-field|issuedBy",
                "\"2026-11-22T09:00:00.000Z\"|\"yesterday\"|bad-field|issuedAt",
                "\"PT30S\"|\"30s\"|bad-field|timeout",
                "\"PT30S\"|\"-PT30S\"|bad-field|timeout",
                "\"PT30S\"|\"PT99999999999999999999S\"|bad-field|timeout",
                "\"report\"|\"REPORT\"|bad-field|onCrash",
                "\"report\"|\"again\"|bad-field|onCrash",
                "{\"argv\":[\"uname\",\"-a\"]}|null|missing-field|args",
                "{\"argv\":[\"uname\",\"-a\"]}|[]|bad-field|args",
            })
    void a_wrong_field_is_named(String good, String bad, String code, String field) {
        byte[] bytes = COMMAND.replace(good, bad).getBytes(UTF_8);

        assertThatThrownBy(() -> Codec.decodeCommand(SHELL, bytes))
                .isInstanceOfSatisfying(
                        Unreadable.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining("field \"" + field + "\"");
    }

    @Test
    void an_oversized_command_is_refused_by_its_size() {
        assertThatThrownBy(() -> Codec.decodeCommand(SHELL, new byte[10 * 1024 * 1024]))
                .isInstanceOfSatisfying(
                        Unreadable.class, e -> assertThat(e.code()).isEqualTo("too-large"))
                .hasMessage("message of 10485760 bytes is not allowed: use at most 921600");
    }

    @Test
    void a_deeply_nested_message_is_refused() {
        String deep = COMMAND.replace("[\"uname\",\"-a\"]", "[".repeat(10_000) + "]".repeat(10_000));

        assertThatThrownBy(() -> Codec.decodeCommand(SHELL, deep.getBytes(UTF_8)))
                .isInstanceOfSatisfying(
                        Unreadable.class, e -> assertThat(e.code()).isEqualTo("not-json"));
    }

    @Test
    void neither_arguments_nor_output_are_printed() throws Unreadable {
        assertThat(Codec.decodeCommand(SHELL, COMMAND.getBytes(UTF_8)).toString())
                .doesNotContain("uname");
        assertThat(Codec.decodeAck(ACK.getBytes(UTF_8)).toString()).doesNotContain("Linux");
    }
}
