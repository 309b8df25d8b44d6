package io.steward.controller.projection;

import io.steward.controller.log.PatientLog;
import io.steward.controller.projection.ChainReport.Anchor;
import io.steward.controller.projection.ChainReport.StreamReport;
import io.steward.controller.projection.RebuildStatus.Kind;
import io.steward.controller.projection.RebuildStatus.State;
import io.steward.model.subject.Streams;
import io.steward.nats.Link;
import java.sql.Connection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the control log and the audit again from the broker and tells whether they are what was folded when they came.
 *
 * <p>Any thread may begin it and ask how far it is; one runs at a time, on a thread of its own. Without a broker it waits.
 * It changes nothing.
 */
public final class ChainChecking implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChainChecking.class);

    private final Link link;
    private final StateDatabase live;
    private final Streams streams;
    private final Duration commandsAge;
    private final Duration auditAge;
    private final InstantSource clock;
    private volatile RebuildStatus status = RebuildStatus.NONE;
    private volatile Optional<ChainReport> report = Optional.empty();
    private volatile boolean closed;
    private long read;
    private long total;
    private long beganNanos;
    private @Nullable Thread thread;

    /** @param commandsAge how long the control streams are kept, {@code auditAge} how long the audit is */
    public ChainChecking(
            Link link,
            StateDatabase live,
            Streams streams,
            Duration commandsAge,
            Duration auditAge,
            InstantSource clock) {
        this.link = link;
        this.live = live;
        this.streams = streams;
        this.commandsAge = commandsAge;
        this.auditAge = auditAge;
        this.clock = clock;
    }

    /**
     * Begins.
     *
     * @param anchors that the log has to lead to
     * @return false: it is under way
     */
    public synchronized boolean start(List<Anchor> anchors, String by) {
        if (closed || status.underWay()) {
            return false;
        }
        report = Optional.empty();
        read = 0;
        total = 0;
        beganNanos = System.nanoTime();
        status = new RebuildStatus(
                State.COMPARING,
                Kind.VERIFY,
                "asked for by " + by,
                0,
                0,
                0,
                0,
                Optional.of(clock.instant()),
                Optional.empty(),
                "reading the log again",
                Optional.empty());
        Thread worker = new Thread(() -> run(anchors), "audit-verify");
        worker.setDaemon(true);
        thread = worker;
        worker.start();
        return true;
    }

    public RebuildStatus status() {
        return status;
    }

    /** What the last one found. */
    public Optional<ChainReport> report() {
        return report;
    }

    @Override
    public void close() {
        Thread worker;
        synchronized (this) {
            closed = true;
            worker = thread;
        }
        try {
            // Not interrupted: an interrupt within a read would close the database's file.
            if (worker != null) {
                worker.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(List<Anchor> anchors) {
        PatientLog log = new PatientLog(link, () -> !closed);
        try (Connection connection = live.connect()) {
            for (String stream : streams.guardedStreams()) {
                total += log.ask(view ->
                        view.facts(stream).lastSeq() - view.facts(stream).firstSeq() + 1);
            }
            ChainReport found = new ChainVerification(
                            log,
                            connection,
                            streams,
                            stream -> stream.equals(Streams.AUDIT) ? auditAge : commandsAge,
                            clock.instant(),
                            this::count)
                    .run(anchors);
            report = Optional.of(found);
            ended(State.DONE, words(found));
        } catch (PatientLog.Stopped e) {
            ended(State.FAILED, "stopped before the end");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.error("the log can't be held against its chain", e);
            ended(State.FAILED, "failed: " + e.getMessage() + "; ask again");
        }
    }

    private void ended(State state, String words) {
        if (report.isPresent() && !report.get().equal()) {
            LOG.error("audit: {}", words);
        }
        status = status.ended(state, words, clock.instant(), Optional.empty());
    }

    private void count(long more) {
        read += more;
        long nanos = Math.max(1, System.nanoTime() - beganNanos);
        status = status.counted(read, total, (long) (read * 1e9 / nanos));
    }

    static String words(ChainReport report) {
        for (StreamReport stream : report.streams()) {
            if (!stream.equal()) {
                return "NOT EQUAL: " + stream.findings().get(0).words(stream.stream())
                        + (stream.places() > 1 ? "; " + stream.places() + " places in all" : "");
            }
        }
        return report.anchors().stream()
                .filter(anchor -> !anchor.equal())
                .findFirst()
                .map(anchor -> "NOT EQUAL: anchor " + anchor.anchor() + ": " + anchor.words())
                .orElse("equal, " + String.format(Locale.ROOT, "%,d", report.entries()) + " entries");
    }
}
