package io.steward.ops.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script on a machine that has only the basic tools. */
final class ProvisionPrometheusTest {
    private record Answer(int exit, String path, String said) {}

    @TempDir
    Path temp;

    private final Map<String, String> environment = new HashMap<>();
    private Path cache;

    @BeforeEach
    void a_machine_with_nothing_but_the_basic_tools() throws IOException {
        Path bin = Files.createDirectories(temp.resolve("the tools"));
        cache = temp.resolve("a cache");
        for (String tool : List.of("awk", "id", "mkdir", "mktemp", "mv", "rm", "sed")) {
            Path real = Stream.of("/usr/bin/", "/bin/")
                    .map(folder -> Path.of(folder + tool))
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow();
            script(bin.resolve(tool), "exec " + real + " \"$@\"");
        }
        environment.put("PATH", bin.toString());
        environment.put("STEWARD_PROMETHEUS_SEARCH", bin.toString());
        environment.put("STEWARD_CACHE", cache.toString());
    }

    @Test
    void with_nothing_to_be_had_the_error_names_all_that_was_tried() throws Exception {
        Answer answer = provision();
        assertThat(answer.exit()).isEqualTo(1);
        assertThat(answer.path()).isEmpty();
        assertThat(answer.said())
                .contains("no usable prometheus with promtool (2.40.0 or newer)")
                .contains("STEWARD_PROMETHEUS: not set")
                .contains("no prometheus")
                .contains("cache " + cache + "/prometheus: none")
                .contains("no apt-get here")
                .contains("set STEWARD_PROMETHEUS");
    }

    @Test
    void an_explicit_one_is_taken_before_any_other_by_its_folder_or_itself() throws Exception {
        tools(cache.resolve("prometheus/2.42.0"), "2.42.0");
        Path mine = tools(temp.resolve("my own"), "2.53.1");
        environment.put("STEWARD_PROMETHEUS", mine.toString());
        assertThat(provision()).isEqualTo(new Answer(0, mine.toString(), ""));
        environment.put("STEWARD_PROMETHEUS", mine.resolve("prometheus").toString());
        assertThat(provision()).isEqualTo(new Answer(0, mine.toString(), ""));
    }

    @Test
    void an_explicit_one_that_does_not_serve_is_an_error() throws Exception {
        tools(cache.resolve("prometheus/2.42.0"), "2.42.0");
        environment.put(
                "STEWARD_PROMETHEUS", tools(temp.resolve("old"), "2.9.0").toString());
        assertThat(provision().said()).contains("its prometheus is 2.9.0, needed: 2.40.0 or newer");
        environment.put("STEWARD_PROMETHEUS", temp.toString());
        assertThat(provision())
                .isEqualTo(new Answer(1, "", "provision.sh: STEWARD_PROMETHEUS is '" + temp + "': no prometheus"));
    }

    @Test
    void an_old_one_in_the_cache_is_passed_over() throws Exception {
        tools(cache.resolve("prometheus/2.30.0"), "2.30.0");
        Path newer = tools(cache.resolve("prometheus/2.42.0"), "2.42.0");
        assertThat(provision()).isEqualTo(new Answer(0, newer.toString(), ""));
    }

    private static Path tools(Path folder, String version) throws IOException {
        Files.createDirectories(folder);
        for (String tool : List.of("prometheus", "promtool")) {
            script(folder.resolve(tool), "echo '" + tool + ", version " + version + "+ds (branch: debian/sid)'");
        }
        return folder;
    }

    private static void script(Path file, String line) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + line + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Answer provision() throws Exception {
        Path complaints = Files.createTempFile(temp, "said", "");
        ProcessBuilder builder = new ProcessBuilder(
                        "/bin/sh",
                        Ops.folder().resolve("prometheus/provision.sh").toString())
                .redirectError(complaints.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        String path = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return new Answer(process.waitFor(), path, Files.readString(complaints).strip());
    }
}
