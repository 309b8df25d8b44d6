package io.steward.ops.bench.query;

import io.steward.model.subject.Streams;
import io.steward.ops.bench.Workbench;
import io.steward.ops.bench.report.Figure;
import io.steward.ops.scratch.ScratchSite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Has a controller fold all the while, and sees that it was never done. One thread; it has its own. */
final class Busy {
    /** What is done meanwhile. */
    @FunctionalInterface
    interface Meanwhile<T> {
        T run() throws IOException, InterruptedException;
    }

    private static final int LOOK_SECONDS = 1;
    /** Few: on two cores publishing is hardly faster than folding, and what counts is that the fold is never done. */
    private static final long LEAST_AHEAD = 1_000;

    private static final int PAUSE_MILLIS = 50;
    private static final Duration LONGEST_ALONE = Duration.ofSeconds(3);
    private static final int PATIENCE_SECONDS = 60;

    private final ScratchSite site;
    private final Entries entries;
    private final FleetSize size;
    private double rateAlone;
    private double rateAsked;

    Busy(ScratchSite site, Entries entries, FleetSize size) {
        this.site = site;
        this.entries = entries;
        this.size = size;
    }

    /** @throws IOException if the fold was done in between */
    <T> T during(Workbench workbench, Meanwhile<T> work) throws IOException, InterruptedException {
        long before = folded();
        try (Backlog backlog = new Backlog(entries, size, () -> unchecked() - before)) {
            backlog.begin();
            awaitAhead(backlog, before);
            long millis = Math.min(LONGEST_ALONE.toMillis(), workbench.most().toMillis());
            rateAlone = rate(() -> {
                TimeUnit.MILLISECONDS.sleep(millis);
                return true;
            });
            AtomicInteger done = new AtomicInteger();
            AtomicReference<T> result = new AtomicReference<>();
            ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor();
            Future<?> looks = looking.scheduleWithFixedDelay(
                    () -> look(backlog, before, done), LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
            try {
                rateAsked = rate(() -> {
                    result.set(work.run());
                    return true;
                });
            } finally {
                looks.cancel(false);
                looking.shutdownNow();
            }
            backlog.published();
            if (done.get() > 0) {
                throw new IOException("the controller had folded all there was while it was to be busy");
            }
            return result.get();
        }
    }

    List<Figure> figures() {
        return List.of(Figure.of("query.folding.rate", rateAsked, "1/s").beside(rateAlone));
    }

    String words() {
        return "it folded " + Figure.plain(rateAsked) + " entries/s while it was asked, and " + Figure.plain(rateAlone)
                + " while it was not (limit of query.folding.rate)";
    }

    private void look(Backlog backlog, long before, AtomicInteger done) {
        try {
            if (backlog.published() - (folded() - before) <= 0) {
                done.incrementAndGet();
            }
        } catch (IOException e) {
            done.incrementAndGet();
        }
    }

    private void awaitAhead(Backlog backlog, long before) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (backlog.published() - (folded() - before) < LEAST_AHEAD) {
            if (System.nanoTime() > deadline) {
                throw new IOException("entries could not be published faster than they are folded");
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    private double rate(Meanwhile<Boolean> work) throws IOException, InterruptedException {
        long from = folded();
        long begin = System.nanoTime();
        work.run();
        // A batch may take longer than the work: no rate can be told before the first is done.
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (folded() == from && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        return (folded() - from) * 1e9 / (System.nanoTime() - begin);
    }

    private long unchecked() {
        try {
            return folded();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long folded() throws IOException {
        List<Map<String, String>> rows = site.api()
                .rows("select position from projection_position where stream = '" + Streams.COMMANDS + "' order by 1");
        return Long.parseLong(rows.get(0).getOrDefault("position", "0"));
    }
}
