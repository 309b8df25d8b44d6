package io.steward.nats.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script on machines that have this and lack that: a PATH of its own, with only the tools that a case gives it. */
class ProvisionTest {
    private record Answer(int exit, String path, String said) {}

    @TempDir
    Path temp;

    private Path bin;
    private Path cache;
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void a_machine_with_nothing_but_the_basic_tools() throws IOException {
        bin = Files.createDirectories(temp.resolve("all the tools"));
        cache = temp.resolve("a cache");
        for (String tool : List.of(
                "awk",
                "cat",
                "chmod",
                "cut",
                "find",
                "id",
                "mkdir",
                "mktemp",
                "mv",
                "rm",
                "sed",
                "sha256sum",
                "tar",
                "uname")) {
            Path real = Stream.of("/usr/bin/", "/bin/")
                    .map(folder -> Path.of(folder + tool))
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow();
            script(bin.resolve(tool), "exec " + real + " \"$@\"");
        }
        environment.put("PATH", bin.toString());
        environment.put("STEWARD_NATS_SEARCH", bin.toString());
        environment.put("STEWARD_CACHE", cache.toString());
    }

    @Test
    void with_nothing_to_be_had_the_error_names_all_that_was_tried() throws Exception {
        Answer answer = provision();
        assertThat(answer.exit()).isEqualTo(1);
        assertThat(answer.path()).isEmpty();
        assertThat(answer.said())
                .contains("no usable nats-server (2.10.0 or newer)")
                .contains("STEWARD_NATS_SERVER: not set")
                .contains("PATH and /usr/sbin: no nats-server")
                .contains("cache " + cache + "/nats: none")
                .contains("official release nats-server-v2.12.15-linux-")
                .contains("could not be fetched")
                .contains("distribution package (Debian sid): no apt-get here");
    }

    @Test
    void a_download_with_another_hash_stops_everything() throws Exception {
        tool("curl", "while [ $# -gt 0 ]; do if [ \"$1\" = -o ]; then echo tampered >\"$2\"; fi; shift; done");
        tool("apt-get", "echo apt was asked >&2; exit 1");
        Answer answer = provision();
        assertThat(answer.exit()).isEqualTo(1);
        assertThat(answer.path()).isEmpty();
        assertThat(answer.said())
                .contains("has SHA-256 ")
                .contains("it must be ")
                .contains("Nothing was used.")
                .doesNotContain("apt was asked")
                .doesNotContain("Tried:");
        try (Stream<Path> left = Files.walk(cache)) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void an_explicit_server_is_taken_before_any_other() throws Exception {
        tool("nats-server", "echo nats-server: v2.15.0");
        Path mine = server(temp.resolve("my servers"), "2.11.4");
        environment.put("STEWARD_NATS_SERVER", mine.toString());
        assertThat(provision()).isEqualTo(new Answer(0, mine.toString(), ""));
    }

    @Test
    void an_explicit_server_that_is_too_old_or_missing_is_an_error() throws Exception {
        Path old = server(temp.resolve("old"), "2.9.10");
        environment.put("STEWARD_NATS_SERVER", old.toString());
        assertThat(provision().said())
                .contains("STEWARD_NATS_SERVER is '" + old + "' with version '2.9.10'; it must be 2.10.0 or newer");
        environment.put("STEWARD_NATS_SERVER", temp.resolve("none").toString());
        assertThat(provision().said()).contains("it must be an executable file");
    }

    @Test
    void an_old_server_on_the_path_is_passed_over_for_a_cached_one() throws Exception {
        tool("nats-server", "echo nats-server: v2.9.10");
        server(cache.resolve("nats/2.12.15"), "2.12.15");
        Path newest = server(cache.resolve("nats/2.15.1"), "2.15.1");
        server(cache.resolve("nats/2.9.99"), "2.9.99");
        assertThat(provision()).isEqualTo(new Answer(0, newest.toString(), ""));
    }

    @Test
    void a_generation_is_kept_to() throws Exception {
        Path oldest = server(cache.resolve("nats/2.10.27"), "2.10.27");
        Path newest = server(cache.resolve("nats/2.16.0"), "2.16.0");
        assertThat(provision("--generation", "2.10").path()).isEqualTo(oldest.toString());
        assertThat(provision("--generation", "2.15").path()).isEqualTo(newest.toString());
        assertThat(provision("--generation", "2.9").said())
                .isEqualTo("provision.sh: --generation is '2.9'; allowed: 2.10, 2.15");
        assertThat(provision("--newest").said()).contains("unknown argument '--newest'");
    }

    @Test
    void java_finds_a_real_server_of_each_generation() throws Exception {
        assertThat(NatsServerBinary.provision("2.10")).isExecutable();
        assertThat(NatsServerBinary.provision("2.15")).isExecutable();
        assertThat(NatsServerBinary.provision()).isExecutable();
    }

    private Answer provision(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "/bin/sh",
                Path.of(System.getProperty("steward.root"), "ops/nats/provision.sh")
                        .toString()));
        command.addAll(List.of(arguments));
        Path said = temp.resolve("said");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(said.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        String path = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return new Answer(process.waitFor(), path, Files.readString(said).strip());
    }

    private void tool(String name, String script) throws IOException {
        script(bin.resolve(name), script);
    }

    private static Path server(Path folder, String version) throws IOException {
        Files.createDirectories(folder);
        return script(folder.resolve("nats-server"), "echo nats-server: v" + version);
    }

    private static Path script(Path file, String script) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
