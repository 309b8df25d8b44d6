package io.steward.ops.chaos;

import io.steward.ops.chaos.fleet.Hurt;
import io.steward.ops.chaos.fleet.ScratchFleet;
import io.steward.ops.chaos.plan.ChaosPlan;
import io.steward.ops.chaos.plan.Fault;
import io.steward.ops.chaos.plan.FaultKind;
import io.steward.ops.chaos.proof.Evidence.FullDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Strikes a fleet with a plan's faults at their times and mends each when it has lasted. Writes down what it did. */
final class Storm implements AutoCloseable {
    private static final int HANDS = 4;
    private static final int MEND_PATIENCE_SECONDS = 60;

    private final ScratchFleet fleet;
    private final Path diary;
    private final ScheduledExecutorService hands = Executors.newScheduledThreadPool(HANDS);
    private final Map<FaultKind, Integer> counts = new EnumMap<>(FaultKind.class);
    private final List<String> lines = new ArrayList<>();
    private final Map<Integer, Instant> full = new HashMap<>();
    private final List<FullDisk> fullDisks = new ArrayList<>();
    private int mended;

    /** @param diary the file for what was done, with times */
    Storm(ScratchFleet fleet, Path diary) {
        this.fleet = fleet;
        this.diary = diary;
    }

    void start(ChaosPlan plan) {
        for (Fault fault : plan.faults()) {
            Future<?> unused = hands.schedule(() -> strike(fault), fault.at().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** How many of each kind struck so far. */
    synchronized Map<FaultKind, Integer> counts() {
        return new EnumMap<>(counts);
    }

    /** What was done, with times. */
    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /** When which journals had no room. */
    synchronized List<FullDisk> fullDisks() {
        return List.copyOf(fullDisks);
    }

    /** Waits until the last fault is mended. */
    void awaitCalm(int faults) throws InterruptedException, IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(MEND_PATIENCE_SECONDS);
        while (mended() < faults) {
            if (System.nanoTime() - deadline > 0) {
                throw new IOException("only " + mended() + " of " + faults + " faults could be mended; see " + diary);
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    @Override
    public void close() {
        hands.shutdownNow();
    }

    private void strike(Fault fault) {
        try {
            note("strike", fault);
            count(fault);
            Hurt.strike(fleet, fault);
        } catch (IOException | RuntimeException e) {
            note("failed, " + e, fault);
        }
        Future<?> unused = hands.schedule(() -> mend(fault), fault.lasts().toMillis(), TimeUnit.MILLISECONDS);
    }

    private void mend(Fault fault) {
        try {
            Hurt.mend(fleet, fault);
            note("mended", fault);
            countMended(fault);
        } catch (IOException | RuntimeException e) {
            note("not mended, " + e, fault);
        }
    }

    private synchronized int mended() {
        return mended;
    }

    private synchronized void countMended(Fault fault) {
        mended++;
        Instant from = full.remove(fault.number());
        if (from != null) {
            fullDisks.add(new FullDisk(fault.target(), from, Instant.now()));
        }
    }

    private synchronized void count(Fault fault) {
        if (fault.kind() == FaultKind.DISK_FULL) {
            full.put(fault.number(), Instant.now());
        }
        counts.merge(fault.kind(), 1, Integer::sum);
    }

    private synchronized void note(String what, Fault fault) {
        String line = Instant.now() + "  fault " + fault.number() + "  " + fault + "  " + what;
        lines.add(line);
        try {
            Files.writeString(
                    diary, line + "\n", StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            lines.add("the line above could not be written to " + diary + ": " + e.getMessage());
        }
    }
}
