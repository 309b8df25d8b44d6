package io.steward.ops.bench.query;

import io.steward.ops.bench.Samples;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Starts programs and counts how long each took from its start until it had ended. One thread. */
final class ColdStarts {
    private static final List<String> FLAGS = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");
    private static final int PATIENCE_SECONDS = 60;

    private final Path output;

    /** @param output a file that may be written over */
    ColdStarts(Path output) {
        this.output = output;
    }

    /** The launcher as a person starts it, or the same program without it where nobody used it. */
    static List<String> steward(String... words) {
        List<String> all = new ArrayList<>();
        Optional<String> launcher = Optional.ofNullable(System.getenv("STEWARD_LAUNCHER"));
        if (launcher.isPresent()) {
            all.add(launcher.get());
        } else {
            all.add(java());
            all.addAll(FLAGS);
            all.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.steward.ops.cli.Steward"));
        }
        all.addAll(List.of(words));
        return all;
    }

    /** A Java that does nothing, with the flags of the launcher. */
    static List<String> bareJava() {
        List<String> all = new ArrayList<>(List.of(java()));
        all.addAll(FLAGS);
        all.add("-version");
        return all;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Starts it once, with this besides the environment. */
    void time(List<String> program, Map<String, String> environment, Samples samples)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(program).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        long begin = System.nanoTime();
        Process process = builder.start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(program.get(0) + " did not end in " + PATIENCE_SECONDS + " s");
        }
        samples.record(System.nanoTime() - begin);
        if (process.exitValue() != 0) {
            throw new IOException(program.get(0) + " ended with " + process.exitValue() + "; it wrote to " + output);
        }
    }
}
