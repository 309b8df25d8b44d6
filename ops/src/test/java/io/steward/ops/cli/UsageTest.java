package io.steward.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

final class UsageTest {
    private final CommandLine line = Steward.commandLine();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    UsageTest() {
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
    }

    static Stream<String> commands() {
        return Steward.commandLine().getSubcommands().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_command_explains_itself_with_examples(String command) {
        assertThat(line.execute(command, "--help")).isZero();
        assertThat(out.toString()).contains("Usage: steward " + command).contains("Examples:");
    }

    @ParameterizedTest
    @CsvSource({
        "nope, Did you mean",
        "run --all, say what to run",
        "run -- uname, Missing required argument",
        "run --all --on ship1 -- uname, mutually exclusive",
        "run --all --timeout 5x -- uname, use a duration like 30s",
        "nodes -o xml, expected one of [table",
        "nodes --url ftp://x, use http://HOST:PORT",
        "up --nodes 5000, use 0 to 1000",
        "up --http 70000, use 0 to 65535",
        "send ship1 shellcommand operatingsystem uname, use key=value or @file.json",
        "nodes --at soon, use a time like 2026-11-22T09:00:00Z",
        "nodes --by event, --by needs --at",
        "commands --at 14:00 --follow, the past does not go on",
        "node ship1 --by then, expected one of [recorded",
        "chaos --only RAIN, expected one of [AGENT_KILL",
        "chaos --only BROKER_TRUNCATE, not allowed without --truncate",
        "bench latency --rounds 0, use 1 to 1000",
        "init x --nodes a.b, use the short name",
        "command, Missing required parameter"
    })
    void wrong_use_is_one_sentence_and_exit_code_2(String words, String said) {
        assertThat(line.execute(words.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains("steward: ").contains(said).doesNotContain("\tat ");
    }

    @Test
    void a_controller_that_is_not_there_is_exit_code_3() {
        assertThat(line.execute("nodes", "--url", "http://127.0.0.1:1")).isEqualTo(3);
        assertThat(err.toString()).contains("no controller answers at http://127.0.0.1:1");
    }

    @Test
    void the_completion_script_knows_every_command() {
        String script = picocli.AutoComplete.bash("steward", line);
        assertThat(commands()).allSatisfy(command -> assertThat(script).contains(command));
    }
}
