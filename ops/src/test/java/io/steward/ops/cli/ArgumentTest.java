package io.steward.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ArgumentTest {
    @TempDir
    Path folder;

    @Test
    void values_are_text_unless_they_are_json() {
        assertThat(Argument.parse(List.of(
                        "argv=[\"uname\",\"-a\"]",
                        "action=list",
                        "count=5",
                        "stream=true",
                        "file=/var/log/a=b.log",
                        "id=0190f0c1-7b5a",
                        "s=\"5\"",
                        "broken=[1,")))
                .isEqualTo(Map.of(
                        "argv", List.of("uname", "-a"),
                        "action", "list",
                        "count", 5,
                        "stream", true,
                        "file", "/var/log/a=b.log",
                        "id", "0190f0c1-7b5a",
                        "s", "5",
                        "broken", "[1,"));
    }

    @Test
    void a_file_gives_many_and_later_words_win() throws IOException {
        Path file = Files.writeString(folder.resolve("a b.json"), "{\"argv\":[\"ls\"],\"cwd\":\"/\"}");
        assertThat(Argument.parse(List.of("@" + file, "cwd=/tmp")))
                .isEqualTo(Map.of("argv", List.of("ls"), "cwd", "/tmp"));
    }

    @Test
    void what_is_neither_is_refused_by_name() throws IOException {
        assertThatThrownBy(() -> Argument.parse(List.of("uname")))
                .hasMessage("argument \"uname\" is not allowed: use key=value or @file.json");
        Path file = Files.writeString(folder.resolve("bad.json"), "[1]");
        assertThatThrownBy(() -> Argument.parse(List.of("@" + file))).hasMessageContaining("holds no JSON object");
        assertThatThrownBy(() -> Argument.parse(List.of("@/nowhere.json"))).hasMessageContaining("can't be read");
    }
}
