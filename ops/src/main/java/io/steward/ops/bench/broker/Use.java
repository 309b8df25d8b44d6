package io.steward.ops.bench.broker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a process has used, by the system's own count. A value.
 *
 * @param megabytes of memory that are its own and present now (RSS, proc(5))
 * @param cpu since its start, over all cores
 */
public record Use(double megabytes, Duration cpu) {
    public static final Use NONE = new Use(0, Duration.ZERO);

    private static final double KB_PER_MB = 1024;

    /** What a running process has used by now. */
    public static Use of(long pid) throws IOException {
        String rss = Files.readAllLines(Path.of("/proc/" + pid + "/status"), StandardCharsets.ISO_8859_1).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow(() -> new IOException("process " + pid + " shows no memory of its own"));
        Duration cpu = ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow(() -> new IOException("process " + pid + " shows no CPU time"));
        return new Use(Long.parseLong(rss.replaceAll("[^0-9]", "")) / KB_PER_MB, cpu);
    }

    public Use plus(Use other) {
        return new Use(megabytes + other.megabytes, cpu.plus(other.cpu));
    }

    /** Percent of one core between an earlier look and this one. */
    public double percentSince(Use earlier, Duration between) {
        return 100.0 * cpu.minus(earlier.cpu).toNanos() / between.toNanos();
    }
}
