package io.steward.agent.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.model.trust.Policy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyFileTest {
    private static final int KILLED_AT = 40;

    @TempDir
    Path folder;

    @Test
    void the_version_that_was_told_to_be_kept_survives_a_kill() throws Exception {
        Path file = folder.resolve("policy.json");
        assertThat(new PolicyFile(file).kept()).isEmpty();
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Keeper.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long told = 0;
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                told = line.endsWith(".") ? Long.parseLong(line.substring(0, line.length() - 1)) : told;
                if (told == KILLED_AT) {
                    child.toHandle().destroyForcibly();
                }
            }
        }
        assertThat(child.waitFor()).isNotZero();
        assertThat(new PolicyFile(file).kept().orElseThrow().version()).isBetween(told, told + 1);
    }

    /** The child: keeps one version after the other until it is killed, and tells each once it is kept. */
    static final class Keeper {
        private Keeper() {}

        public static void main(String[] args) throws IOException {
            PolicyFile file = new PolicyFile(Path.of(args[0]));
            for (long version = 1; version < 100_000; version++) {
                file.keep(Policy.of(version, Optional.empty(), List.of(), List.of()));
                System.out.print(version + ".\n");
                System.out.flush();
            }
        }
    }
}
