package io.steward.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Every example in every help is a call that the command line understands. */
final class ExamplesTest {
    static Stream<String> examples() {
        CommandLine steward = Steward.commandLine();
        return Stream.concat(Stream.of(steward), steward.getSubcommands().values().stream())
                .flatMap(command -> ManPage.examples(command.getCommandSpec()).stream())
                .filter(example -> example.contains("steward "));
    }

    static Stream<String> commands() {
        return Steward.commandLine().getSubcommands().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void an_example_is_understood(String example) {
        for (List<String> words : calls(example)) {
            assertThatCode(() -> Steward.commandLine().parseArgs(words.toArray(String[]::new)))
                    .as(words.toString())
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_command_has_an_example_of_its_own(String command) {
        CommandLine meant = Steward.commandLine().getSubcommands().get(command);
        assertThat(ManPage.examples(meant.getCommandSpec()))
                .anyMatch(example -> example.contains("steward " + command));
        assertThat(meant.getCommandSpec().usageMessage().footer())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
    }

    @Test
    void a_line_is_taken_apart_as_a_shell_does() {
        assertThat(calls("steward run --all -- sh -c 'df -h | tail -1'   the disk"))
                .containsExactly(List.of("run", "--all", "--", "sh", "-c", "df -h | tail -1"));
        assertThat(calls("source <(steward completion)")).containsExactly(List.of("completion"));
        assertThat(calls("steward nodes | grep away > file")).containsExactly(List.of("nodes"));
    }

    /** The words of each call of steward in a line of shell; a remark stands behind three spaces. */
    private static List<List<String>> calls(String example) {
        List<List<String>> calls = new ArrayList<>();
        for (List<String> words : pipeline(example)) {
            int steward = words.indexOf("steward");
            if (steward >= 0) {
                calls.add(words.subList(steward + 1, words.size()));
            }
        }
        assertThat(calls).as(example).isNotEmpty();
        return calls;
    }

    private static List<List<String>> pipeline(String text) {
        List<List<String>> calls = new ArrayList<>(List.of(new ArrayList<>()));
        StringBuilder word = new StringBuilder();
        boolean begun = false;
        char quote = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : ' ';
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
                if (quote != 0) {
                    word.append(c);
                }
            } else if (c == '\'' || c == '"') {
                quote = c;
                begun = true;
            } else if (" |<>()".indexOf(c) >= 0) {
                if (begun) {
                    calls.get(calls.size() - 1).add(word.toString());
                    word.setLength(0);
                    begun = false;
                }
                if (text.startsWith("   ", i)) {
                    return calls;
                }
                if (c != ' ') {
                    calls.add(new ArrayList<>());
                }
            } else {
                word.append(c);
                begun = true;
            }
        }
        return calls;
    }
}
