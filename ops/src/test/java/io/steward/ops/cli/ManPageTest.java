package io.steward.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class ManPageTest {
    @Test
    void a_page_has_the_sections_that_manuals_have() {
        List<String> page = ManPage.of(sub("run"));
        assertThat(page.get(0)).isEqualTo(".TH \"STEWARD-RUN\" 1 \"\" \"Steward 0.1.0\" \"Steward\"");
        assertThat(page.stream().filter(line -> line.startsWith(".SH")))
                .containsExactly(
                        ".SH NAME",
                        ".SH SYNOPSIS",
                        ".SH DESCRIPTION",
                        ".SH ARGUMENTS",
                        ".SH OPTIONS",
                        ".SH EXAMPLES",
                        ".SH \"EXIT STATUS\"",
                        ".SH \"SEE ALSO\"");
        assertThat(page)
                .contains("\\fB\\-\\-timeout\\fR=\\fID\\fR")
                .contains("steward run \\-\\-all \\-\\- uname \\-a")
                .contains(".BR steward (1)");
    }

    @Test
    void nothing_that_is_said_is_taken_for_a_request() {
        Steward.commandLine()
                .getSubcommands()
                .values()
                .forEach(sub -> assertThat(ManPage.of(sub.getCommandSpec()))
                        .noneMatch(line -> line.startsWith("'"))
                        .allMatch(line ->
                                !line.startsWith(".") || line.matches("\\.(TH|SH|TP|PP|nf|fi|nh|ad l|BR)( .*)?"))
                        .noneMatch(line -> line.contains("${") || line.contains("%n")));
    }

    @Test
    void every_command_has_a_page_in_the_folder(@TempDir Path folder) throws Exception {
        assertThat(Steward.run("man", "--into", folder.resolve("man1").toString()))
                .isZero();
        try (Stream<Path> pages = Files.list(folder.resolve("man1"))) {
            assertThat(pages.map(page -> page.getFileName().toString()))
                    .hasSize(Steward.commandLine().getSubcommands().size() + 1)
                    .contains("steward.1", "steward-nodes.1", "steward-man.1");
        }
    }

    private static CommandLine.Model.CommandSpec sub(String name) {
        return Steward.commandLine().getSubcommands().get(name).getCommandSpec();
    }
}
