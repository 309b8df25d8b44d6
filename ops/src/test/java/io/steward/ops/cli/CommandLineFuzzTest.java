package io.steward.ops.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.steward.agent.AgentKeys;
import io.steward.controller.ControllerKeys;
import io.steward.model.config.Key;
import io.steward.model.config.Settings;
import io.steward.model.config.Settings.BadSettings;
import io.steward.model.fuzz.FuzzTarget;
import io.steward.model.fuzz.Grammar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JacksonException;

/** What stands on a command line, in a configuration file, in the environment and in an answer. */
class CommandLineFuzzTest {
    private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");

    @TempDir
    Path folder;

    @Test
    void times_and_durations_are_read_or_refused() {
        FuzzTarget.of("duration", Grammar.WORDS, "30s", "1h30m", "PT30S", "P1DT2H3.004S", "999999999d")
                .refusing(IllegalArgumentException.class)
                .inputs(10_000)
                .checkText(text -> Times.brief(Times.duration(text)));
        FuzzTarget.of("moment", Grammar.WORDS, "2026-11-22T09:00:00Z", "2h ago", "yesterday 14:00", "2026-11-22 09:00")
                .refusing(IllegalArgumentException.class)
                .inputs(10_000)
                .checkText(text -> Times.moment(text, NOW, ZoneOffset.UTC));
        FuzzTarget.of("age", Grammar.WORDS, "2026-11-22T09:00:00Z", "+999999999-12-31T23:59:59Z", "")
                .inputs(10_000)
                .checkText(text -> {
                    Times.ago(text, NOW);
                    Times.between(text, "2026-11-22T09:00:00Z");
                });
    }

    @Test
    void arguments_are_read_or_refused() {
        FuzzTarget.of("argument", Grammar.JSON, "argv=[\"uname\",\"-a\"]", "n=1e3", "a=b", "settings={\"x\":{}}")
                .refusing(Trouble.class)
                .memory(8L << 20, 2_000)
                .checkText(text -> PlainJson.text(Argument.parse(List.of(text))));
        FuzzTarget.of("argument file", Grammar.JSON, "{\"argv\":[\"uname\"],\"n\":[1,2.5,null]}")
                .refusing(Trouble.class)
                .memory(8L << 20, 2_000)
                .check(bytes -> {
                    Path file = Files.write(folder.resolve("args.json"), bytes);
                    PlainJson.text(Argument.parse(List.of("@" + file)));
                });
    }

    @Test
    void a_configuration_file_is_read_or_refused() {
        String agent =
                "node: ship1\nnats.credentials: /a.creds\nnats.url: nats://127.0.0.1:4222\nlabels: {site: hamburg}\nheartbeat.interval: PT15S\n"
                        + "process.syslogforwarding.dpkg: '{\"files\":[\"/var/log/dpkg.log\"]}'\njournal: {keep: P30D}\n";
        String laughs = "a: &a [x,x,x]\nb: &b [*a,*a,*a]\nnode: *b\n";
        FuzzTarget.of("configuration file", Grammar.YAML, agent, laughs)
                .refusing(Trouble.class)
                .inputs(1_000)
                .memory(16L << 20, 3_000)
                .check(bytes -> {
                    ServiceOptions options = new ServiceOptions();
                    options.config = Files.write(folder.resolve("agent.yml"), bytes);
                    options.settings(AgentKeys.ALL);
                });
    }

    @Test
    void every_key_takes_any_text_or_refuses_it() {
        for (List<Key<?>> keys : List.of(AgentKeys.ALL, ControllerKeys.ALL)) {
            FuzzTarget.of(
                            "keys",
                            Grammar.WORDS,
                            "PT15S",
                            "4222",
                            "true",
                            "ship1",
                            "nats://127.0.0.1:4222,tls://h:1",
                            "/a")
                    .refusing(BadSettings.class)
                    .inputs(500)
                    .memory(64L << 20, 10_000)
                    .checkText(text -> {
                        for (Key<?> key : keys) {
                            refusedOrRead(keys, Map.of(key.name(), text));
                        }
                    });
        }
    }

    private static void refusedOrRead(List<Key<?>> keys, Map<String, String> values) {
        try {
            Settings.read(keys, List.of(values));
        } catch (BadSettings e) {
            // Said.
        }
    }

    @Test
    void an_answer_of_a_controller_is_read_or_refused() {
        FuzzTarget.of(
                        "answer",
                        Grammar.JSON,
                        "{\"nodes\":[{\"node\":\"ship1\",\"online\":true,\"n\":1.5e3}],\"more\":false}")
                .refusing(JacksonException.class, IllegalArgumentException.class)
                .check(bytes -> PlainJson.pretty(PlainJson.parse(new String(bytes, UTF_8))));
    }
}
