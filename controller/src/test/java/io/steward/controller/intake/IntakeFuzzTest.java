package io.steward.controller.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.steward.controller.projection.Cursor;
import io.steward.model.fuzz.FuzzTarget;
import io.steward.model.fuzz.Grammar;
import io.steward.model.subject.InvalidName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that operators hand in: bodies, files in the inbox, parameters, tokens. Taken, or refused in one sentence. */
class IntakeFuzzTest {
    private static final String ORDER = """
            {"targets":{"nodes":["ship1","ship2"]},"method":"shellcommand","domain":"operatingsystem",
             "args":{"argv":["uname","-a"],"n":[1,2.5,-3e8,null,true,{"deep":[[]]}]},"timeout":"PT30S",
             "expiresAt":"2026-11-23T09:00:00.000Z","onCrash":"repeat","supersedes":true,"reason":"weekly"}""";
    private static final String WHERE = "[{\"targets\":{\"where\":\"online\"},\"method\":\"m\",\"domain\":\"d\"}]";
    private static final String YAML = """
            # weekly
            - targets: {nodes: [ship1]}
              method: shellcommand
              args:
                argv: [uname, -a]
                script: |
                  echo "a"
                  echo 'b'
                n: 0x1F
              timeout: PT30S
            - targets:
                all: true
              method: syslogforwarding
              domain: nginx
              args: {action: status, since: 2026-11-22T09:00:00Z}
            """;
    private static final String LAUGHS = """
            a: &a [x,x,x,x,x,x,x,x,x]
            b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]
            c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]
            d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]
            e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]
            f: [*e,*e,*e,*e,*e,*e,*e,*e,*e]
            """;

    private final YamlDocuments yaml = new YamlDocuments(1 << 20);

    @TempDir
    Path folder;

    @Test
    void request_bodies_are_read_or_refused() {
        FuzzTarget.of("order", Grammar.JSON, ORDER, WHERE)
                .refusing(Refusal.class, InvalidName.class)
                .extremes(ORDER)
                .check(bytes -> OrderReader.read(Documents.json(bytes)));
    }

    @Test
    void json_files_in_the_inbox_are_read_or_refused() {
        FuzzTarget.of("inbox json", Grammar.JSON, ORDER, WHERE)
                .refusing(Refusal.class, InboxFile.Unparsable.class)
                .check(bytes -> assertThat(
                                InboxFile.read("a.json", 1, bytes, yaml).orders())
                        .isNotEmpty());
    }

    @Test
    void yaml_files_in_the_inbox_are_read_or_refused() {
        String anchors = "- &a {targets: {all: true}, method: cancel, domain: agent}\n- *a\n";
        String tags = "targets: !!java.util.ArrayList [a]\nmethod: !!javax.script.ScriptEngineManager [x]\n";
        FuzzTarget.of("inbox yaml", Grammar.YAML, YAML, LAUGHS, anchors, tags, ORDER)
                .refusing(Refusal.class, InboxFile.Unparsable.class)
                .inputs(4_000)
                .memory(8L << 20, 1_500)
                .check(bytes -> assertThat(
                                InboxFile.read("a.yaml", 1, bytes, yaml).orders())
                        .isNotEmpty());
    }

    @Test
    void names_of_files_in_the_inbox_are_taken_or_refused() {
        FuzzTarget.of("inbox name", Grammar.WORDS, "weekly.json", "a.YML", "x.yaml")
                .refusing(Refusal.class, InboxFile.Unparsable.class)
                .checkText(name -> InboxFile.read(name, 1, ORDER.getBytes(UTF_8), yaml));
    }

    @Test
    void query_parameters_are_read_or_refused() {
        FuzzTarget.of(
                        "parameters",
                        Grammar.WORDS,
                        "2026-11-22T09:00:00Z",
                        "recorded",
                        "event",
                        "ship1",
                        "command,node",
                        "0190f0c1-7b5a-7cc3-9f0e-1d2c3b4a5f60",
                        "100")
                .refusing(Refusal.class)
                .inputs(5_000)
                .checkText(text -> {
                    for (String name : List.of("at", "node", "command", "types", "limit", "method", text)) {
                        refusedOrRead(name, text);
                    }
                });
    }

    private static void refusedOrRead(String name, String text) {
        try {
            Params params = Params.of(Map.of(name, List.of(text)), "at", "node", "command", "types", "limit", "method");
            params.moment();
            params.node("node");
            params.number("limit", 1, 1, 10);
            params.token("method");
            StreamFilter.of(params);
        } catch (Refusal e) {
            assertThat(e.getMessage()).hasSizeLessThan(1_000);
        }
    }

    @Test
    void the_place_of_a_listener_is_read_or_refused() {
        FuzzTarget.of("cursor", Grammar.WORDS, "COMMANDS:12,EVENTS:34", "", "NODES:999999999999999999")
                .refusing(IllegalArgumentException.class)
                .inputs(5_000)
                .checkText(text ->
                        assertThat(Cursor.parse(Cursor.parse(text).toString())).isNotNull());
    }

    @Test
    void a_tokens_file_is_read_or_refused() {
        String file = "# who\nalice operator " + "0f".repeat(32) + "\n\nroot\tadmin  " + "A1".repeat(32) + "\r\n";
        FuzzTarget.of("tokens file", Grammar.WORDS, file)
                .refusing(Tokens.BadTokens.class, IOException.class)
                .inputs(1_000)
                .memory(8L << 20, 3_000)
                .check(bytes -> Tokens.read(Files.write(folder.resolve("tokens"), bytes))
                        .caller("open sesame", java.time.Instant.EPOCH));
    }
}
