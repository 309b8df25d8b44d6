package io.steward.model.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.model.Examples;
import io.steward.model.command.Command;
import io.steward.model.command.Signed;
import io.steward.model.trust.OperatorKeys;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SigningBytesTest {
    @Test
    void the_form_is_the_documented_one() throws Unreadable {
        assertThat(text("{ \"b\" : [1, 2.50, -0.0, 1e3, true, null], \"a\":\"\\u00e9\\u0007\\/\\n\\\"\","
                        + " \"signature\":{\"key\":\"x\"}, \"c\":{\"signature\":1, \"e\":{}, \"d\":[]}}"))
                .isEqualTo("steward-command-v1\nship2.command.shellcommand.operatingsystem\n"
                        + "{\"a\":\"é\\u0007/\\n\\\"\",\"b\":[1,2.5,0,1000,true,null],"
                        + "\"c\":{\"d\":[],\"e\":{},\"signature\":1}}");
    }

    @Test
    void a_member_without_a_name_is_a_member() throws Unreadable {
        assertThat(text("{\"a\":{\"\":1,\"signature\":2},\"\":3,\"signature\":4}"))
                .endsWith("{\"\":3,\"a\":{\"\":1,\"signature\":2}}");
    }

    @Test
    void numbers_that_sign_alike_are_read_alike() throws Unreadable {
        assertThat(PlainObject.read("{\"n\":[8080.0,8.08e3,-0.0,1.50]}"))
                .isEqualTo(PlainObject.read("{\"n\":[8080,8080,0,1.5]}"));
    }

    @Test
    void a_message_is_in_utf_8() {
        for (java.nio.charset.Charset other : new java.nio.charset.Charset[] {
            StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16
        }) {
            assertThatThrownBy(() -> SigningBytes.of(Examples.SHELL, "{\"a\":1}".getBytes(other)))
                    .isInstanceOf(Unreadable.class);
        }
    }

    @Test
    void members_are_sorted_by_utf_16_code_units() throws Unreadable {
        assertThat(text("{\"\\ufb33\":1,\"\\ud83d\\ude00\":2,\"a\":3}")).endsWith("{\"a\":3,\"😀\":2,\"\ufb33\":1}");
    }

    @Test
    void numbers_that_a_double_takes_for_one_are_two() throws Unreadable {
        assertThat(text("{\"n\":9007199254740993}")).isNotEqualTo(text("{\"n\":9007199254740992}"));
        assertThat(text("{\"n\":0.10000000000000000001}")).isNotEqualTo(text("{\"n\":0.1}"));
    }

    @Test
    void what_has_no_one_form_is_refused() {
        assertThatThrownBy(() -> text("{\"n\":1e999999}")).isInstanceOf(Unreadable.class);
        assertThatThrownBy(() -> text("{\"n\":\"\\ud800\"}")).isInstanceOf(Unreadable.class);
        assertThatThrownBy(() -> text("[]")).isInstanceOf(Unreadable.class);
        assertThatThrownBy(() -> text("{\"a\":1,\"a\":2}")).isInstanceOf(Unreadable.class);
    }

    @Test
    void a_signed_command_survives_the_wire() throws Unreadable {
        OperatorKeys alice = OperatorKeys.fresh("alice");
        Command command = Examples.uname();
        Command signed = command.with(alice.secret().sign(SigningBytes.of(command)));
        Command read = Codec.decodeCommand(command.subject(), Codec.encode(signed));
        assertThat(read).isEqualTo(signed);
        assertThat(SigningBytes.of(read)).isEqualTo(SigningBytes.of(command));
        assertThat(alice.trusted()
                        .verifies(
                                SigningBytes.of(read),
                                read.signature().orElseThrow().bytes()))
                .isTrue();
        assertThat(alice.secret().toString()).isEqualTo("SigningKey[alice]");
    }

    @Test
    void half_a_signature_is_no_command() {
        for (String broken :
                new String[] {"{\"key\":\"alice\"}", "{\"key\":\"alice\",\"value\":\"AAAA\"}", "7", "{}"}) {
            String json = new String(Codec.encode(Examples.uname()), StandardCharsets.UTF_8);
            byte[] message = (json.substring(0, json.length() - 1) + ",\"signature\":" + broken + "}")
                    .getBytes(StandardCharsets.UTF_8);
            assertThatThrownBy(() -> Codec.decodeCommand(Examples.SHELL, message))
                    .isInstanceOf(Unreadable.class);
        }
        assertThatThrownBy(() -> new Signed("no spaces", "")).isInstanceOf(IllegalArgumentException.class);
    }

    private static String text(String json) throws Unreadable {
        return new String(
                SigningBytes.of(Examples.SHELL, json.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }
}
