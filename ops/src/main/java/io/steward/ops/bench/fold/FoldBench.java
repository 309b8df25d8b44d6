package io.steward.ops.bench.fold;

import io.nats.client.Connection;
import io.steward.ops.bench.Bench;
import io.steward.ops.bench.Workbench;
import io.steward.ops.bench.report.Findings;
import io.steward.ops.scratch.ScratchSite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Records a control log, lets a controller fold it from nothing, lets it fold it anew while commands flow and somebody
 * reads, and measures beside it how fast the log can be read and its rows be written. Runs once, on one thread.
 */
public final class FoldBench implements Bench {
    private static final Duration RECORDING_SYNC = Duration.ofMinutes(2);
    private static final int WARM_MESSAGES = 50_000;
    private static final long SEED = 6;

    private final FoldCounts counts;

    public FoldBench(FoldCounts counts) {
        this.counts = counts;
    }

    @Override
    public Findings run(Workbench workbench) throws IOException, InterruptedException {
        FoldFindings findings = new FoldFindings(counts);
        Path folder = Files.createDirectories(workbench.folder().resolve("site"));
        try (ScratchSite parts = ScratchSite.layOut(folder)) {
            FoldSite site = new FoldSite(parts);
            Script script = new Script(counts.nodes(), Instant.now().minus(Duration.ofDays(1)), SEED);
            record(workbench, site, script, findings);
            drain(workbench, site, findings);
            fold(workbench, site, script, findings);
            rebuild(workbench, site, script, findings);
            steady(workbench, site, findings);
            parts.end("controller");
            parts.end("broker");
            rows(workbench, site, findings);
        }
        return findings.all();
    }

    /** The broker forces nothing to disk meanwhile: how fast it records is not what is measured. */
    private void record(Workbench workbench, FoldSite site, Script script, FoldFindings findings)
            throws IOException, InterruptedException {
        workbench.say("recording " + counts.entries() + " entries for " + counts.nodes() + " nodes");
        site.site().startBroker(config -> config.withSyncInterval(RECORDING_SYNC));
        // It declares the streams.
        site.site().startController(Map.of());
        site.site().end("controller");
        long began = System.nanoTime();
        try (Recorder recorder = new Recorder(site.site())) {
            Nodes.introduce(recorder, counts.nodes());
            for (int i = 0; i < counts.entries(); i++) {
                Script.Line line = script.next();
                recorder.put(line.subject(), line.body());
            }
            recorder.await();
        }
        findings.recorded(counts.entries() * 1e9 / (System.nanoTime() - began));
        site.site().end("broker");
        site.site().startBroker(config -> config);
    }

    private void drain(Workbench workbench, FoldSite site, FoldFindings findings)
            throws IOException, InterruptedException {
        workbench.say("reading them by the client alone");
        Connection connection = Recorder.connect(site.site());
        try {
            Drain.rate(connection, FoldSite.STREAM, Math.min(WARM_MESSAGES, counts.entries()), workbench.deadline());
            findings.drained(Drain.rate(connection, FoldSite.STREAM, counts.entries(), workbench.deadline()));
        } finally {
            connection.close();
        }
    }

    private void fold(Workbench workbench, FoldSite site, Script script, FoldFindings findings)
            throws IOException, InterruptedException {
        workbench.say("a controller folds them from nothing");
        site.site().beginController(Map.of());
        try (Reader reader = new Reader(site.site().api())) {
            Course course = site.follow(counts.entries(), workbench.deadline());
            reader.end();
            findings.folded(course, reader);
        }
        if (site.position() >= counts.entries()) {
            site.check(script.standing());
        } else {
            findings.note("the fold had not ended when its time was over: --seconds gives it more");
        }
        findings.afterFold(site.databases(), site.memory("VmRSS"), site.memory("VmHWM"));
    }

    private void rebuild(Workbench workbench, FoldSite site, Script script, FoldFindings findings)
            throws IOException, InterruptedException {
        workbench.say("the controller folds them anew, while commands flow and somebody reads");
        try (Reader reader = new Reader(site.site().api());
                Flow flow = new Flow(site.site(), script)) {
            double rate = site.rebuild(workbench.deadline());
            flow.end();
            reader.end();
            findings.rebuilt(rate, reader, flow.published());
            site.follow(counts.entries() + flow.published(), workbench.deadline());
        }
        site.check(script.standing());
        findings.afterRebuild(site.memory("VmHWM"));
    }

    private void steady(Workbench workbench, FoldSite site, FoldFindings findings)
            throws IOException, InterruptedException {
        if (counts.steadySeconds() > 0) {
            workbench.say("the same rows are updated for " + counts.steadySeconds() + " s");
            findings.steady(Steady.run(site, counts));
        }
    }

    private void rows(Workbench workbench, FoldSite site, FoldFindings findings)
            throws IOException, InterruptedException {
        workbench.say("writing the same rows by JDBC alone");
        Path fresh = workbench.folder().resolve("rows");
        Path scratch = site.site().folder().root();
        findings.written(RowsAlone.rate(scratch, site.store(), fresh, counts.entries(), workbench.deadline()));
    }
}
