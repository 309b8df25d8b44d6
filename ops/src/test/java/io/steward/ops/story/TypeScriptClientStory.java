package io.steward.ops.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A client in another language, generated from the description that the running controller serves: it compiles, sends a
 * command to a real agent and reads how it ended.
 */
@ExtendWith(FleetExtension.class)
final class TypeScriptClientStory {
    private static final Path ROOT =
            Path.of(System.getProperty("steward.root", "")).toAbsolutePath();
    private static final Path SOURCES = ROOT.resolve("ops/src/test/typescript");
    private static final Path FOLDER = ROOT.resolve("ops/target/typescript");

    private static RunningFleet fleet;
    private static Path node;

    @BeforeAll
    static void generate(RunningFleet running) throws Exception {
        fleet = running;
        node = node();
        Files.createDirectories(FOLDER);
        try (Stream<Path> sources = Files.list(SOURCES)) {
            for (Path source : sources.toList()) {
                Files.copy(
                        source,
                        FOLDER.resolve(source.getFileName()),
                        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            }
        }
        String description = fleet.request("GET", "/openapi.json", "", Map.of()).body();
        Files.writeString(FOLDER.resolve("openapi.json"), description);
        succeed("npm", "ci", "--no-progress");
        succeed("npm", "run", "--silent", "generate");
    }

    @Test
    void a_generated_client_compiles_and_reads_the_result_of_its_command() throws Exception {
        succeed("npm", "run", "--silent", "compile");

        String said = succeed(node.toString(), "built/client.js", "ship1", "sh", "-c", "echo hello; exit 3");

        Map<String, @Nullable Object> result = RunningFleet.object(said);
        assertThat(result)
                .containsEntry("status", "FAILED")
                .containsEntry("exitCode", 3)
                .containsEntry("stdout", "hello\n")
                .containsEntry("steps", List.of("QUEUED", "DELIVERED", "STARTED", "FAILED"))
                .containsEntry("online", true)
                .containsEntry("problem", "urn:steward:problem:unknown-node");
    }

    @Test
    void a_client_that_asks_for_what_is_not_described_does_not_compile() throws Exception {
        String wrong = Files.readString(FOLDER.resolve("client.ts"))
                .replace("command.exit_code", "command.exitCode")
                .replace("method: \"shellcommand\"", "method: 17");
        Files.writeString(FOLDER.resolve("wrong.ts"), wrong);
        Answer answer = call("npx", "--no-install", "tsc", "--project", "tsconfig.wrong.json");
        assertThat(answer.exit()).isNotZero();
        assertThat(answer.out())
                .contains("wrong.ts")
                .contains("'exitCode' does not exist")
                .contains("'number' is not assignable to type 'string'");
    }

    /** Node.js as {@code STEWARD_NODE} names it, else the one on the PATH; npm lies beside it. */
    private static Path node() {
        Optional<String> named =
                Optional.ofNullable(System.getenv("STEWARD_NODE")).filter(text -> !text.isBlank());
        Stream<Path> candidates = named.isPresent()
                ? Stream.of(Path.of(named.get()))
                : Arrays.stream(System.getenv("PATH").split(File.pathSeparator)).map(folder -> Path.of(folder, "node"));
        return candidates
                .filter(Files::isExecutable)
                .filter(file -> Files.isExecutable(file.resolveSibling("npm")))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        named.map(file -> "STEWARD_NODE \"" + file + "\" is no node with npm beside it")
                                .orElse("no node on the PATH: run .ci/tools (Debian, as root) or set STEWARD_NODE")));
    }

    private static String succeed(String... words) throws Exception {
        Answer answer = call(words);
        assertThat(answer.exit())
                .as(String.join(" ", words) + ": " + answer.out() + answer.err())
                .isZero();
        return answer.out();
    }

    private static Answer call(String... words) throws IOException, InterruptedException {
        Path out = FOLDER.resolve("said.out");
        Path err = FOLDER.resolve("said.err");
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(FOLDER.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        Map<String, String> environment = builder.environment();
        environment.put("PATH", node.getParent() + File.pathSeparator + environment.get("PATH"));
        environment.put("STEWARD_URL", String.valueOf(fleet.endpoints().get("http")));
        environment.put("STEWARD_TOKEN", String.valueOf(fleet.endpoints().get("token")));
        Process process = builder.start();
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IllegalStateException("does not end: " + String.join(" ", words));
        }
        return new Answer(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
