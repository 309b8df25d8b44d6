package io.steward.ops.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher itself, without a fleet. */
final class LauncherStory {
    private static final Path LAUNCHER =
            Path.of(System.getProperty("steward.root", "")).toAbsolutePath().resolve("ops/steward");

    @TempDir
    Path folder;

    @Test
    void it_runs_from_any_folder_and_through_links() throws Exception {
        Path there = Files.createDirectory(folder.resolve("a folder"));
        Path first = Files.createSymbolicLink(there.resolve("steward link"), LAUNCHER);
        Path second = Files.createSymbolicLink(
                folder.resolve("steward"), there.getFileName().resolve(first.getFileName()));
        Answer answer = call(Map.of(), second.toString(), "--version");
        assertThat(answer.exit()).as(answer.err()).isZero();
        assertThat(answer.out()).isEqualTo("Steward 0.1.0\n");
        assertThat(answer.err()).isEmpty();
    }

    @Test
    void a_java_that_is_too_old_is_named() throws Exception {
        Path home = Files.createDirectories(folder.resolve("old java"));
        Path java = Files.createDirectory(home.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\nexit 1\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");
        Answer answer = call(Map.of("JAVA_HOME", home.toString()), LAUNCHER.toString(), "nodes");
        assertThat(answer.exit()).isEqualTo(3);
        assertThat(answer.err()).contains("is Java 11.0.2; Steward needs 17 or newer");
    }

    @Test
    void a_port_that_is_taken_is_one_clear_error() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (String option : List.of("--http", "--nats")) {
                Answer answer = call(
                        Map.of(),
                        LAUNCHER.toString(),
                        "up",
                        "--data",
                        folder.resolve("data").toString(),
                        option,
                        Integer.toString(taken.getLocalPort()));
                assertThat(answer.exit()).isEqualTo(1);
                assertThat(answer.err().lines())
                        .singleElement()
                        .satisfies(line -> assertThat(line)
                                .contains("port " + taken.getLocalPort() + " on 127.0.0.1 is in use")
                                .contains(option));
            }
        }
    }

    @Test
    void a_service_names_every_wrong_setting_at_once() throws Exception {
        Path config =
                Files.writeString(folder.resolve("agent.yml"), "node: a.b\nheartbeat: {interval: soon}\nnonsense: 1\n");
        Answer answer = call(Map.of(), LAUNCHER.toString(), "agent", "--config", config.toString());
        assertThat(answer.exit()).isEqualTo(2);
        assertThat(answer.err())
                .contains("key \"node\" value \"a.b\" is not allowed")
                .contains("key \"heartbeat.interval\" value \"soon\" is not allowed")
                .contains("unknown key \"nonsense\"");
    }

    private Answer call(Map<String, String> environment, String... words) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(words)))
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("STEWARD_BUILD", "never");
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("does not end: " + String.join(" ", words));
        }
        return new Answer(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
