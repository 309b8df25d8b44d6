package io.steward.ops.up;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One child process that is kept running: started again when it dies, sooner at first, later when it keeps dying; kept
 * stopped while its stop file is there. Only the supervisor's thread touches it, except {@link #alive} and
 * {@link #starts}.
 */
final class Part {
    private static final Duration FIRST_WAIT = Duration.ofMillis(250);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);
    private static final Duration LONG_RUN = Duration.ofSeconds(20);

    private final String name;
    private final PartCommand command;
    private final DataFolder folder;
    private volatile @Nullable Process process;
    private final AtomicInteger starts = new AtomicInteger();
    private Duration wait = FIRST_WAIT;
    private long startedNanos;
    private Optional<Long> notBeforeNanos = Optional.empty();

    Part(String name, PartCommand command, DataFolder folder) {
        this.name = name;
        this.command = command;
        this.folder = folder;
    }

    String name() {
        return name;
    }

    boolean alive() {
        Process current = process;
        return current != null && current.isAlive();
    }

    /** How often it was started. */
    int starts() {
        return starts.get();
    }

    boolean keptStopped() {
        return Files.exists(folder.stopFile(name));
    }

    /** Does what is due: start, start again, or stop. */
    void tend(long nowNanos) throws IOException {
        if (keptStopped()) {
            if (process != null) {
                boolean hard = DataFolder.read(folder.stopFile(name)).orElse("").startsWith("kill");
                end(hard ? Duration.ZERO : Duration.ofSeconds(10));
            }
        } else if (!alive()) {
            if (process != null) {
                died(nowNanos);
            } else if (notBeforeNanos.isEmpty() || nowNanos - notBeforeNanos.get() >= 0) {
                start(nowNanos);
            }
        }
    }

    /** Asks it to end, without waiting. */
    void askToEnd() {
        Process current = process;
        if (current != null) {
            current.destroy();
        }
    }

    /** Ends it: SIGTERM, then SIGKILL after the patience; at once with none. */
    void end(Duration patience) throws IOException {
        Process current = process;
        if (current == null) {
            return;
        }
        if (!patience.isZero()) {
            current.destroy();
        }
        try {
            if (patience.isZero() || !current.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                current.destroyForcibly().onExit().join();
            }
        } catch (InterruptedException e) {
            current.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        process = null;
        notBeforeNanos = Optional.empty();
        wait = FIRST_WAIT;
        Files.deleteIfExists(folder.pidFile(name));
    }

    private void start(long nowNanos) throws IOException {
        Process child = new ProcessBuilder(command.words())
                .directory(folder.root().toFile())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.log(name).toFile()))
                .start();
        child.getOutputStream().close();
        process = child;
        starts.incrementAndGet();
        startedNanos = nowNanos;
        DataFolder.writePrivate(folder.pidFile(name), child.pid() + "\n");
    }

    private void died(long nowNanos) throws IOException {
        process = null;
        Files.deleteIfExists(folder.pidFile(name));
        if (nowNanos - startedNanos > LONG_RUN.toNanos()) {
            wait = FIRST_WAIT;
        }
        notBeforeNanos = Optional.of(nowNanos + wait.toNanos());
        wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
    }
}
