package io.steward.ops.bench.fleet;

import io.steward.ops.scratch.Member;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a process holds and has used, as the kernel counts it (proc(5)).
 *
 * @param megabytes resident
 * @param cpu of all its threads since its start
 * @param atNanos when, as {@link System#nanoTime()} counts
 */
record Footprint(double megabytes, Duration cpu, long atNanos) {
    static Footprint of(Member member) throws IOException {
        long pid = member.pid().orElseThrow(() -> new IOException(member.name() + " does not run"));
        String resident =
                Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"), StandardCharsets.ISO_8859_1).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .findFirst()
                        .orElseThrow(() -> new IOException(member.name() + " shows no memory"));
        Duration cpu = ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow(() -> new IOException(member.name() + " shows no CPU time"));
        return new Footprint(Long.parseLong(resident.replaceAll("\\D", "")) / 1024.0, cpu, System.nanoTime());
    }

    /** Percent of one core since then. */
    double percentSince(Footprint before) {
        return 100.0 * cpu.minus(before.cpu).toNanos() / (atNanos - before.atNanos);
    }
}
