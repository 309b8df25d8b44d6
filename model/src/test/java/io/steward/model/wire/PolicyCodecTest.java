package io.steward.model.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.model.command.Args;
import io.steward.model.trust.OperatorKeys;
import io.steward.model.trust.Policy;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PolicyCodecTest {
    private static final String KEY = OperatorKeys.fresh("alice").trusted().key();
    private static final String WHOLE = """
            {"v":1,"version":7,"notBefore":"2026-11-22T09:00:00.000Z",\
            "keys":[{"name":"alice","key":"%1$s","expiresAt":"2027-11-22T09:00:00.000Z"},\
            {"name":"controller","key":"%1$s","vouches":true}],\
            "rules":[{"effect":"allow","operators":["alice"],"methods":["shell*"],"domains":["*"],"nodes":["ship*"],\
            "labels":{"site":"ham*"},"args":{"argv":["a","*","**"],"cwd":"/srv/*","env":"**"}},\
            {"effect":"deny"}]}""".formatted(KEY);

    @Test
    void a_policy_is_read_as_it_was_written() throws Unreadable {
        Policy policy = read(WHOLE);
        assertThat(policy.version()).isEqualTo(7);
        assertThat(new String(PolicyCodec.encode(policy), StandardCharsets.UTF_8))
                .isEqualTo(WHOLE);
        assertThat(PolicyCodec.decode(PolicyCodec.encode(policy))).isEqualTo(policy);
        Args args = PlainObject.read(WHOLE);
        assertThat(PolicyCodec.decode(args)).isEqualTo(policy);
    }

    @Test
    void what_is_wrong_is_named() {
        refused(WHOLE.replace("\"version\":7", "\"version\":0"), "field \"version\"");
        refused(WHOLE.replace("\"nodes\"", "\"node\""), "field \"rules[0].node\" is not known");
        refused(WHOLE.replace("[\"ship*\"]", "[]"), "field \"rules[0].nodes\" is empty");
        refused(WHOLE.replace("\"controller\"", "\"alice\""), "\"alice\" twice");
        refused(WHOLE.replace(KEY, "AAAA"), "keys[0].key");
        refused(WHOLE.replace("\"effect\":\"deny\"", "\"effect\":\"maybe\""), "rules[1].effect");
        refused(WHOLE.replace("{\"effect\":\"deny\"}", "{}"), "rules[1].effect");
        refused(WHOLE.replace("\"ham*\"", "1"), "rules[0].labels");
        refused("{\"v\":1,\"version\":1}", "field \"keys\"");
    }

    private static void refused(String json, String part) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(Unreadable.class).hasMessageContaining(part);
    }

    private static Policy read(String json) throws Unreadable {
        return PolicyCodec.decode(json.getBytes(StandardCharsets.UTF_8));
    }
}
