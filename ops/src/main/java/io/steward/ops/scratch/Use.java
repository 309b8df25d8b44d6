package io.steward.ops.scratch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a process uses, by the system's own count. A value.
 *
 * @param megabytes of memory present now, pages of files included (RSS, proc(5))
 * @param own of them those that no file stands behind
 * @param cpu since its start, over all cores
 * @param threads of the system
 */
public record Use(double megabytes, double own, Duration cpu, int threads) {
    private static final double KB_PER_MB = 1024;

    /** What a running process uses now. */
    public static Use of(long pid) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("/proc/" + pid + "/status"), StandardCharsets.ISO_8859_1);
        Duration cpu = ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow(() -> new IOException("process " + pid + " shows no CPU time"));
        return new Use(number(lines, pid, "VmRSS") / KB_PER_MB, number(lines, pid, "RssAnon") / KB_PER_MB, cpu, (int)
                number(lines, pid, "Threads"));
    }

    /** Seconds of one core that an hour takes, going by what was used since an earlier look. */
    public double cpuPerHour(Use earlier, Duration between) {
        return 3_600.0 * cpu.minus(earlier.cpu).toNanos() / between.toNanos();
    }

    private static long number(List<String> lines, long pid, String field) throws IOException {
        return lines.stream()
                .filter(line -> line.startsWith(field + ":"))
                .findFirst()
                .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .orElseThrow(() -> new IOException("process " + pid + " shows no " + field));
    }
}
