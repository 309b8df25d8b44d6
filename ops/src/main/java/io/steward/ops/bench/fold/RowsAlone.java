package io.steward.ops.bench.fold;

import io.steward.ops.scratch.Warden;
import io.steward.ops.up.JvmFlags;
import io.steward.ops.up.PartCommand;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@link PlainRows} in a process of its own, with the flags that the controller's JVM gets and as cold as that one: the
 * bench's own JVM has another compiler and more memory. Also that process's main class. Stateless.
 */
final class RowsAlone {

    private RowsAlone() {}

    /**
     * Entries a second: of so many, or of those whose rows were written until the deadline.
     *
     * @param scratch the fleet's folder: with it the process ends, whatever becomes of this one
     * @param folded a controller's folder, which nobody has open
     * @param fresh an empty folder
     */
    static double rate(Path scratch, Path folded, Path fresh, long entries, long deadline)
            throws IOException, InterruptedException {
        long seconds = Math.max(1, TimeUnit.NANOSECONDS.toSeconds(deadline - System.nanoTime()));
        List<String> words =
                List.of(folded.toString(), fresh.toString(), Long.toString(entries), Long.toString(seconds));
        PartCommand command = PartCommand.java(JvmFlags.of("controller"), RowsAlone.class.getName(), words);
        ProcessBuilder builder = new ProcessBuilder(command.words()).redirectError(Redirect.DISCARD);
        builder.environment().put(Warden.MARK, scratch.toString());
        Process process = builder.start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0) {
                throw new IOException("the rows could not be written by JDBC alone: " + said);
            }
            return Double.parseDouble(said);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Prints the rate, or what went wrong. */
    public static void main(String[] args) {
        try {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.parseLong(args[3]));
            System.out.println(PlainRows.rate(Path.of(args[0]), Path.of(args[1]), Long.parseLong(args[2]), deadline));
        } catch (IOException | RuntimeException e) {
            System.out.println(e);
            System.exit(1);
        }
    }
}
