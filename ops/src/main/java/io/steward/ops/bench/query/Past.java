package io.steward.ops.bench.query;

import io.steward.model.command.CommandId;
import io.steward.ops.bench.Workbench;
import io.steward.ops.scratch.ScratchSite;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Gives a controller a fleet with a past: few nodes at first, then all of them. One thread. */
final class Past {
    private static final String CONTROLLER = "controller";
    private static final int FEW = 3;
    private static final int PAUSE_MILLIS = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final ScratchSite site;
    private final Entries entries;
    private final FleetSize size;
    private final Made made;
    private final long millis = System.currentTimeMillis();

    Past(ScratchSite site, Entries entries, FleetSize size) {
        this.site = site;
        this.entries = entries;
        this.size = size;
        this.made = new Made(entries, size);
    }

    /** Where the controller keeps its state. */
    Path folder() {
        return site.folder().store(CONTROLLER).resolve("state");
    }

    /** Starts the controller with a few nodes. */
    void begin(Workbench workbench) throws IOException, InterruptedException {
        workbench.say("starting a controller with " + Math.min(FEW, size.seeds()) + " nodes");
        site.startController(Map.of());
        nodes(0, Math.min(FEW, size.seeds()));
        await("select count(*) as n from node_state where told_online is not null", Math.min(FEW, size.seeds()));
    }

    /** Makes them all; the controller runs again when it returns. */
    void grow(Workbench workbench) throws IOException, InterruptedException, SQLException {
        workbench.say("folding " + size.seeds() + " nodes and " + size.seeds() * size.perRound() + " commands");
        nodes(Math.min(FEW, size.seeds()), size.seeds());
        for (int i = 0; i < size.perRound(); i++) {
            for (int node = 0; node < size.seeds(); node++) {
                command(i, node);
            }
        }
        entries.await();
        await(
                "select count(*) as n from node_state where last_seen is not null and queued + succeeded + failed = "
                        + size.perRound() + " and online = told_online and labels is not null",
                size.seeds());
        site.end(CONTROLLER);
        workbench.say("copying them until there are " + size.nodes() + " nodes and " + size.commands() + " commands");
        try (Copies copies = Copies.in(folder(), size, millis)) {
            copies.make(workbench::say);
        }
        site.startController(Map.of());
    }

    private void nodes(int from, int to) throws IOException, InterruptedException {
        for (int node = from; node < to; node++) {
            made.node(node, Instant.now());
        }
        entries.await();
    }

    private void command(int inRound, int node) throws IOException, InterruptedException {
        CommandId id = CommandId.of(Shift.id(millis, inRound, node));
        if (size.waits(node) && inRound == size.perRound() - 1) {
            made.waits(id, node, Instant.now());
        } else {
            long number = (long) (size.rounds() - 1) * size.ended(node) + inRound + 1;
            made.ended(id, node, number, Instant.now());
        }
    }

    private void await(String count, int expected) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long found = -1;
        while (found != expected) {
            if (System.nanoTime() > deadline) {
                throw new IOException("the controller has not folded what was published in " + PATIENCE.toMinutes()
                        + " minutes: " + count + " answers " + found + " and not " + expected);
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            List<Map<String, String>> rows = site.api().rows(count);
            found = Long.parseLong(rows.get(0).getOrDefault("n", "-1"));
        }
    }
}
