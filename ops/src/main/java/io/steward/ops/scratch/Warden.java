package io.steward.ops.scratch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Ends every process of a scratch fleet, the work of its commands included, once the harness is gone, in whatever way:
 * a small shell process that waits for the end of its input. Then it takes the fleet's file systems away, and the folder
 * unless a file {@code keep} lies in it.
 *
 * <p>Whom it ends it finds by a mark in their environment, which children inherit; so it needs {@code /proc}.
 */
public final class Warden implements AutoCloseable {
    /** The environment variable whose value is the folder. */
    public static final String MARK = "SCRATCH_FOLDER";

    /** The folders of ten thousand consumers take long to remove. */
    private static final int PATIENCE_SECONDS = 300;

    private static final String SCRIPT = """
            folder=$1
            trap '' HUP INT TERM
            cat >/dev/null
            round=0
            while [ $round -lt 50 ]; do
                pids=$(grep -l -s -z -x -F "SCRATCH_FOLDER=$folder" /proc/[0-9]*/environ | sed 's,[^0-9],,g')
                [ -n "$pids" ] || break
                kill -s KILL $pids 2>/dev/null
                round=$((round + 1))
                sleep 0.1
            done
            while read -r device place rest; do
                case $place in "$folder"/*) umount -l "$place" ;; esac
            done </proc/mounts
            [ -e "$folder/keep" ] || rm -rf "$folder"
            """;

    private final Process process;

    private Warden(Process process) {
        this.process = process;
    }

    public static Warden over(Path folder) throws IOException {
        List<String> command = List.of("setsid", "sh", "-c", SCRIPT, "warden", folder.toString());
        return new Warden(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** Has it do its work now and waits for it. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("the processes of the scratch fleet could not be ended in " + PATIENCE_SECONDS
                        + " s; look for those with " + MARK + " in their environment");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
