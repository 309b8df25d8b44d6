package io.steward.ops.bench.latency;

import io.steward.ops.bench.Samples;
import io.steward.ops.bench.raw.RawSync;
import io.steward.ops.bench.raw.RawTrip;
import io.steward.ops.bench.raw.RawWrapper;
import io.steward.ops.scratch.ScratchSite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The bare parts that a command can't do without, each measured alone. One thread. */
final class Parts implements AutoCloseable {
    /**
     * How often the agent's journal has to be on disk, one after the other, before a command's end may be told: before
     * the broker's message is acked, with the intent to start it, and with its end.
     */
    static final int SYNCS = 3;

    /** What one commit of the journal appends. */
    private static final int COMMIT_BYTES = 8 << 10;

    final Samples trip = new Samples();
    final Samples sync = new Samples();
    final Samples wrapper = new Samples();

    private final ScratchSite site;
    private final RawTrip trips;
    private final RawSync syncs;
    private final RawWrapper wrappers;

    private Parts(ScratchSite site, RawTrip trips, RawSync syncs, RawWrapper wrappers) {
        this.site = site;
        this.trips = trips;
        this.syncs = syncs;
        this.wrappers = wrappers;
    }

    /** A broker of their own, laid out by a controller that has left when this returns; files in the same folder. */
    static Parts in(Path folder, String node) throws IOException, InterruptedException {
        ScratchSite site = ScratchSite.layOut(Files.createDirectories(folder.resolve("broker")));
        try {
            site.startBroker(UnaryOperator.identity());
            site.startController(Map.of());
            site.enrol(node);
            site.end("controller");
            return new Parts(
                    site,
                    RawTrip.on(site, node),
                    RawSync.in(folder.resolve("appended"), COMMIT_BYTES),
                    RawWrapper.in(folder.resolve("runs")));
        } catch (IOException | InterruptedException | RuntimeException e) {
            site.close();
            throw e;
        }
    }

    /** Each once, in turn. */
    void once(boolean counted) throws IOException, InterruptedException {
        record(trip, trips.once(), counted);
        for (int i = 0; i < SYNCS; i++) {
            record(sync, syncs.once(), counted);
        }
        record(wrapper, wrappers.once(), counted);
    }

    /** What a command that does nothing can't do without, in milliseconds: the sum of the medians. */
    double noop() {
        return trip.millis(50) + SYNCS * sync.millis(50);
    }

    /** The same for a program. */
    double program() {
        return noop() + wrapper.millis(50);
    }

    private static void record(Samples samples, long nanos, boolean counted) {
        if (counted) {
            samples.record(nanos);
        }
    }

    @Override
    public void close() throws IOException {
        trips.close();
        syncs.close();
        site.close();
    }
}
