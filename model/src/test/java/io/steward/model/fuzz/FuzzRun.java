package io.steward.model.fuzz;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of one target, tried on a thread of its own, which is given up when one takes too long. Findings of one kind
 * are told once.
 */
final class FuzzRun {
    private static final int MOST_KINDS = 10;
    private static final int SHOWN = 600;
    private static final int LONGEST_REFUSAL = 2_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private record Attempt(int number, byte[] input, long beganNanos) {}

    private final FuzzTarget target;
    private final FuzzTarget.Parser parser;
    private final long seed = chosen(System.getProperty("steward.fuzz.seed", "1"));
    private final Map<String, String> findings = new LinkedHashMap<>();
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile @Nullable Attempt current;
    private int tried;
    private int refused;
    private long slowestNanos;
    private long dearest;

    FuzzRun(FuzzTarget target, FuzzTarget.Parser parser) {
        this.target = target;
        this.parser = parser;
    }

    private static long chosen(String seed) {
        return seed.equals("new") ? System.nanoTime() : Long.parseLong(seed);
    }

    long seed() {
        return seed;
    }

    Collection<String> findings() {
        long began = System.nanoTime();
        Thread worker = new Thread(this::all, "fuzz-" + target.name());
        worker.setDaemon(true);
        worker.start();
        try {
            while (!done.await(100, TimeUnit.MILLISECONDS)) {
                Attempt attempt = current;
                if (attempt != null
                        && System.nanoTime() - attempt.beganNanos
                                > target.within().toNanos()) {
                    return List.of(hanging(attempt, worker));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        tell(System.nanoTime() - began);
        return findings.values();
    }

    private void all() {
        int inputs = Math.multiplyExact(target.inputs(), Integer.getInteger("steward.fuzz.rounds", 1));
        Mutator mutator = new Mutator(
                target.grammar(),
                target.seeds(),
                new SplittableRandom(seed ^ target.name().hashCode()));
        try {
            for (byte[] input : target.seeds()) {
                warmUp(input);
                attempt(input);
            }
            while (tried < inputs && findings.size() < MOST_KINDS) {
                attempt(mutator.next());
            }
        } finally {
            done.countDown();
        }
    }

    // Classes are loaded once; that is nobody's input's cost.
    private void warmUp(byte[] input) {
        try {
            parser.parse(input);
        } catch (Throwable e) {
            // Comes again, and is judged then.
        }
    }

    private void attempt(byte[] input) {
        long began = System.nanoTime();
        current = new Attempt(tried, input, began);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            parser.parse(input);
        } catch (Throwable e) {
            if (target.refusals().stream().anyMatch(kind -> kind.isInstance(e))) {
                refused++;
                heard(input, e);
            } else {
                finding(kind(e), input, trace(e));
            }
        }
        long cost = THREADS.getCurrentThreadAllocatedBytes() - before;
        current = null;
        tried++;
        slowestNanos = Math.max(slowestNanos, System.nanoTime() - began);
        dearest = Math.max(dearest, cost);
        if (cost > target.fixed() + target.perByte() * input.length) {
            finding("memory", input, "it took " + cost + " bytes of memory for " + input.length);
        }
    }

    // A refusal is read by people: one sentence, and at most the input again.
    private void heard(byte[] input, Throwable refusal) {
        String message = String.valueOf(refusal.getMessage());
        if (message.length() > LONGEST_REFUSAL + 4L * input.length) {
            finding("refusal " + kind(refusal), input, "its refusal is of " + message.length() + " characters");
        }
    }

    private void finding(String kind, byte[] input, String what) {
        findings.computeIfAbsent(kind, key -> "input " + tried + ": " + what + "\n  " + shown(input));
    }

    private String hanging(Attempt attempt, Thread worker) {
        StringBuilder where = new StringBuilder();
        Arrays.stream(worker.getStackTrace())
                .limit(30)
                .forEach(frame -> where.append("\n    at ").append(frame));
        return "input " + attempt.number + ": not done after " + target.within() + "\n  " + shown(attempt.input)
                + where;
    }

    private static String kind(Throwable e) {
        StackTraceElement[] stack = e.getStackTrace();
        return e.getClass().getName() + (stack.length > 0 ? " " + stack[0] : "");
    }

    private static String trace(Throwable e) {
        StringBuilder text = new StringBuilder();
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            text.append(cause.getClass().getName()).append(": ").append(message, 0, Math.min(300, message.length()));
            Arrays.stream(cause.getStackTrace())
                    .limit(25)
                    .forEach(frame -> text.append("\n    at ").append(frame));
            text.append("\n  ");
        }
        return text.toString();
    }

    private static String shown(byte[] input) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        StringBuilder shown = new StringBuilder("of " + input.length + " bytes: ");
        text.chars().limit(SHOWN).forEach(c -> {
            if (c < 32 || c > 126 || c == '\\') {
                shown.append(String.format("\\x%02x", c));
            } else {
                shown.append((char) c);
            }
        });
        return shown.toString();
    }

    private void tell(long nanos) {
        String line = String.join(
                "\t",
                target.name(),
                tried + " inputs",
                refused + " refused",
                findings.size() + " findings",
                nanos / 1_000_000 + " ms",
                "slowest " + slowestNanos / 1_000 + " us",
                "dearest " + dearest / 1024 + " KiB",
                "seed " + seed);
        try {
            Path folder = Files.createDirectories(Path.of("target", "fuzz"));
            Files.write(
                    folder.resolve("figures.tsv"),
                    new ArrayList<>(List.of(line)),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
