package io.steward.ops.chaos.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What a power cut does to a broker that did not force its writes: the end of the control log is gone. Stateless. */
public final class PowerCut {
    /** About two commands. */
    static final int LOST_BYTES = 1500;

    private PowerCut() {}

    /** Shortens the newest block of the control log by this much. The server is down. */
    public static void truncate(Path store, int bytes) throws IOException {
        List<Path> blocks;
        try (Stream<Path> files = Files.walk(store)) {
            blocks = files.filter(file -> file.toString().matches(".*/COMMANDS[^/]*/msgs/[0-9]+\\.blk"))
                    .sorted(Comparator.comparing(PowerCut::modified).reversed())
                    .toList();
        }
        if (!blocks.isEmpty()) {
            try (FileChannel block = FileChannel.open(blocks.get(0), StandardOpenOption.WRITE)) {
                block.truncate(Math.max(0, block.size() - bytes));
            }
        }
    }

    private static long modified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toMillis();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
