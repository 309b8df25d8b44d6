package io.steward.ops.bench.throughput;

import io.steward.model.subject.NodeName;
import io.steward.ops.scratch.ScratchSite;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Two sites that are alike: one whole, one with nothing but its broker and the nodes' consumers, for the limit. */
record TwoSites(ScratchSite whole, ScratchSite bare) implements AutoCloseable {
    private static final int ENROLLING = 8;

    /** Starts both, with so many nodes for each count, named after it. */
    static TwoSites start(Path folder, List<Integer> counts) throws IOException, InterruptedException {
        ScratchSite whole = ScratchSite.layOut(folder.resolve("whole"));
        ScratchSite bare = ScratchSite.layOut(folder.resolve("bare"));
        TwoSites sites = new TwoSites(whole, bare);
        try {
            for (ScratchSite site : List.of(bare, whole)) {
                site.startBroker(shipped -> shipped);
                site.startController(Map.of());
                enrol(site, counts);
            }
            bare.end("controller");
            return sites;
        } catch (IOException | InterruptedException | RuntimeException e) {
            sites.close();
            throw e;
        }
    }

    /** The nodes of one count, which no other shares: a consumer belongs to one journal. */
    static List<NodeName> ships(int nodes) {
        return IntStream.rangeClosed(1, nodes)
                .mapToObj(number -> NodeName.of("ship" + number + "of" + nodes))
                .toList();
    }

    @Override
    public void close() throws IOException {
        try (whole;
                bare) {
            whole.api();
        }
    }

    private static void enrol(ScratchSite site, List<Integer> counts) throws IOException, InterruptedException {
        ExecutorService desks = Executors.newFixedThreadPool(ENROLLING);
        try {
            List<Future<?>> enrolled = new ArrayList<>();
            for (NodeName ship :
                    counts.stream().flatMap(count -> ships(count).stream()).toList()) {
                enrolled.add(desks.submit(() -> {
                    site.enrol(ship.value());
                    return null;
                }));
            }
            for (Future<?> one : enrolled) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e);
        } finally {
            desks.shutdownNow();
        }
    }
}
