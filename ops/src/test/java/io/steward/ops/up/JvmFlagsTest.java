package io.steward.ops.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One place says how the services' JVMs are started: all who start one take it from there. */
final class JvmFlagsTest {
    private static final Path ROOT = Path.of(System.getProperty("steward.root", ""));

    @Test
    void comments_and_empty_lines_are_no_flags_and_what_is_added_stands_last() {
        assertThat(JvmFlags.of("agent", "-Xmx96m"))
                .allSatisfy(flag -> assertThat(flag).startsWith("-X").doesNotContain(" "))
                .contains("-XX:+UseSerialGC")
                .endsWith("-Xmx96m");
        assertThatThrownBy(() -> JvmFlags.of("page")).hasMessageContaining("use agent or controller");
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent", "controller"})
    void the_launcher_takes_them_from_the_file(String service) throws IOException {
        assertThat(text("ops/steward")).contains(service + ") flags=(\"@$app/" + service + ".jvm\" ");
        assertThat(text("ops/assemble.sh")).contains("/classes/io/steward/ops/up/*.jvm");
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent", "controller"})
    void the_readme_shows_them(String service) throws IOException {
        assertThat(text("README.md")).contains("`" + String.join(" ", JvmFlags.of(service)) + "`");
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent", "controller"})
    void who_starts_services_says_nothing_of_the_jvm(String service) throws IOException {
        assertThat(text("ops/systemd/steward-" + service + ".service"))
                .contains("\nExecStart=/opt/steward/ops/steward " + service + " --config ");
        try (Stream<Path> files = Stream.of("ops/systemd", "ops/docker").flatMap(JvmFlagsTest::files)) {
            List<Path> own = files.filter(JvmFlagsTest::hasFlags).collect(Collectors.toList());
            assertThat(own).isEmpty();
        }
    }

    private static Stream<Path> files(String folder) {
        try {
            return Files.list(ROOT.resolve(folder)).filter(Files::isRegularFile);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static boolean hasFlags(Path file) {
        try {
            return Files.readString(file).matches("(?s).*-X(mx|ms|X:|ss).*");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String text(String file) throws IOException {
        return Files.readString(ROOT.resolve(file));
    }
}
