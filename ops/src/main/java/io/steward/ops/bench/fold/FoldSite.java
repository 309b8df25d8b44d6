package io.steward.ops.bench.fold;

import io.steward.model.command.Status;
import io.steward.ops.scratch.ControllerApi;
import io.steward.ops.scratch.ScratchSite;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A broker and a controller, and what the controller says of its fold. One thread. */
final class FoldSite {
    static final String STREAM = "COMMANDS";

    private static final int PAUSE_MILLIS = 100;

    private final ScratchSite site;

    FoldSite(ScratchSite site) {
        this.site = site;
    }

    ScratchSite site() {
        return site;
    }

    /** Where the controller has its database. */
    Path store() {
        return site.folder().store("controller").resolve("state");
    }

    double databases() throws IOException {
        return Disk.databases(store());
    }

    /** A line of the kernel's account of the controller. */
    double memory(String line) throws IOException {
        return Disk.memory(
                site.controller().pid().orElseThrow(() -> new IOException("the controller has ended")), line);
    }

    /** How far the control log is folded. */
    long position() throws IOException {
        List<Map<String, String>> rows =
                site.api().rows("select position from projection_position where stream = '" + STREAM + "' order by 1");
        return rows.isEmpty()
                ? 0
                : Long.parseLong(rows.get(0).values().iterator().next());
    }

    /** Watches the fold until it is so far, or until the deadline. */
    Course follow(long last, long deadline) throws IOException, InterruptedException {
        Course course = new Course();
        long position = 0;
        while (position < last && System.nanoTime() - deadline < 0) {
            position = position();
            course.sample(System.nanoTime(), (double) position);
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        return course;
    }

    /** Fails unless the tables count the commands as the script does. */
    void check(Map<Status, Long> standing) throws IOException {
        Map<String, String> sums = site.api()
                .rows("select sum(queued) as queued, sum(running) as running, sum(succeeded) as succeeded,"
                        + " sum(failed) as failed from node_state order by 1")
                .get(0);
        long queued = standing.getOrDefault(Status.QUEUED, 0L) + standing.getOrDefault(Status.DELIVERED, 0L);
        long running = standing.getOrDefault(Status.STARTED, 0L);
        long succeeded = standing.getOrDefault(Status.SUCCEEDED, 0L);
        long failed = standing.values().stream().mapToLong(count -> count).sum() - queued - running - succeeded;
        Map<String, String> wanted = Map.of(
                "queued", Long.toString(queued),
                "running", Long.toString(running),
                "succeeded", Long.toString(succeeded),
                "failed", Long.toString(failed));
        if (!sums.equals(wanted)) {
            throw new IOException("the tables hold " + sums + " commands, the log " + wanted);
        }
    }

    /** Begins a rebuild, waits until it has ended, and answers how many messages a second it folded. */
    double rebuild(long deadline) throws IOException, InterruptedException {
        ControllerApi api = site.api();
        ControllerApi.Answer begun = api.post("/api/v1/rebuild", Map.of(), Map.of());
        if (!begun.done()) {
            throw new IOException("the controller did not begin a rebuild: " + begun.body());
        }
        long began = System.nanoTime();
        while (System.nanoTime() - deadline < 0) {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            ControllerApi.Answer now = api.get("/api/v1/rebuild");
            String state = now.body().path("state").asString("");
            if (state.equals("done")) {
                return now.body().path("messages").asLong(0) * 1e9 / (System.nanoTime() - began);
            }
            if (state.equals("failed")) {
                throw new IOException(
                        "the rebuild failed: " + now.body().path("words").asString(""));
            }
        }
        throw new IOException("the rebuild had not ended when its time was over");
    }
}
