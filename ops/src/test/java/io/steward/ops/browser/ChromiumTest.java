package io.steward.ops.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChromiumTest {
    @Test
    void without_a_browser_it_is_said_how_to_get_one(@TempDir Path empty) {
        assertThatIllegalStateException()
                .isThrownBy(() -> Chromium.browser(Map.of("PATH", empty.toString())))
                .withMessageStartingWith(
                        "no chromium on the PATH: run .ci/tools (Debian, as root) or set STEWARD_CHROMIUM");
        assertThatIllegalStateException().isThrownBy(() -> Chromium.driver(Map.of()));
    }

    @Test
    void a_named_browser_is_taken_before_the_path_and_must_be_a_program(@TempDir Path folder) throws Exception {
        Path mine = Files.createFile(folder.resolve("mine"));
        assertThatIllegalStateException()
                .isThrownBy(() -> Chromium.browser(Map.of("STEWARD_CHROMIUM", mine.toString(), "PATH", "/usr/bin")))
                .withMessageContaining("which is no program");
        assertThat(mine.toFile().setExecutable(true)).isTrue();
        assertThat(Chromium.browser(Map.of("STEWARD_CHROMIUM", mine.toString(), "PATH", "/usr/bin")))
                .isEqualTo(mine);
    }
}
