package io.steward.ops.bench.fold;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** How much room files and processes take, in megabytes. Stateless. */
final class Disk {
    private static final double MEGA = 1_000_000;

    private Disk() {}

    /** The database files in a controller's folder. */
    static double databases(Path folder) throws IOException {
        double bytes = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".mv.db")).toList()) {
                bytes += size(file);
            }
        }
        return bytes / MEGA;
    }

    /** A line of the kernel's account of a process, {@code VmRSS} or {@code VmHWM}. */
    static double memory(long pid, String line) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(text -> text.startsWith(line + ":"))
                    .mapToDouble(text -> Long.parseLong(text.replaceAll("[^0-9]", "")) * 1024 / MEGA)
                    .findFirst()
                    .orElseThrow(() -> new IOException("process " + pid + " has no line " + line));
        }
    }

    // The controller replaces its files when it likes.
    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }
}
