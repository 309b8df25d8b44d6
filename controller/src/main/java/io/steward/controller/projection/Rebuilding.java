package io.steward.controller.projection;

import io.steward.controller.log.Batch;
import io.steward.controller.log.PatientLog;
import io.steward.controller.projection.RebuildStatus.Kind;
import io.steward.controller.projection.RebuildStatus.State;
import io.steward.model.subject.Streams;
import io.steward.nats.Link;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folds the log anew beside the live tables, to compare both or to exchange them, while commands flow and readers read.
 *
 * <p>Any thread may begin one and ask how far it is; one runs at a time, on a thread of its own. Without a broker it
 * waits. A failure, a crash and closing leave the live tables as they are; what was half built is deleted, at the next
 * start at the latest.
 */
public final class Rebuilding implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rebuilding.class);
    private static final Mending NOTHING = (broken, known, held) -> {};
    private static final String EXCHANGED = "the tables were folded anew and have taken the place of the old ones";
    private static final String EQUAL = "equal: the live tables are what the log says";
    private static final String DIFFERENT = "different: the live tables are not what the log says";
    private static final String WHOLE = "nothing to repair: every stream is the one that was folded";
    private static final String PLANNED = "the log can be repaired; nothing was changed";
    private static final String REPAIRED = "the log was repaired and folded anew";

    private final Link link;
    private final StateDatabase live;
    private final Streams streams;
    private final FoldSettings settings;
    private final LiveSide side;
    private final InstantSource clock;
    private volatile RebuildStatus status = RebuildStatus.NONE;
    private volatile boolean closed;
    private volatile long total;
    private long folded;
    private long beganNanos;
    private @Nullable Thread thread;

    public Rebuilding(
            Link link, StateDatabase live, Streams streams, FoldSettings settings, LiveSide side, InstantSource clock) {
        this.link = link;
        this.live = live;
        this.streams = streams;
        this.settings = settings;
        this.side = side;
        this.clock = clock;
    }

    /** Begins one if the live tables were made by another fold; says whether. */
    public boolean startIfOutdated() throws SQLException {
        Optional<String> other = FoldVersion.other(live, FoldVersion.of(settings));
        if (other.isEmpty()) {
            return false;
        }
        String reason = "the tables were folded by version " + other.get() + ", this is " + FoldVersion.of(settings);
        LOG.warn("{}: folding anew beside them", reason);
        return start(Kind.REBUILD, reason, NOTHING);
    }

    /**
     * Begins one.
     *
     * @param verify compare only
     * @return false: one is under way
     */
    public boolean start(boolean verify, String reason) {
        return start(verify ? Kind.VERIFY : Kind.REBUILD, reason, NOTHING);
    }

    /**
     * Begins the repair of a log that lost something: it is folded anew beside the live tables, mended, and the tables
     * are exchanged.
     *
     * @param planOnly only show the mending what there is; nothing else is done
     * @return false: something is under way
     */
    public boolean startRepair(boolean planOnly, String reason, Mending mending) {
        return start(planOnly ? Kind.REPAIR_PLAN : Kind.REPAIR, reason, mending);
    }

    private synchronized boolean start(Kind kind, String reason, Mending mending) {
        if (closed || status.underWay()) {
            return false;
        }
        status = new RebuildStatus(
                State.FOLDING,
                kind,
                reason,
                0,
                0,
                0,
                0,
                Optional.of(clock.instant()),
                Optional.empty(),
                "folding the log anew beside the live tables",
                Optional.empty());
        folded = 0;
        total = 0;
        beganNanos = System.nanoTime();
        Thread worker = new Thread(() -> run(kind, mending), "rebuild");
        worker.setDaemon(true);
        thread = worker;
        worker.start();
        return true;
    }

    /** False once it is closing: whoever mends the log should stop. */
    public boolean open() {
        return !closed;
    }

    public RebuildStatus status() {
        return status;
    }

    /** Returns when what was under way has stopped. */
    @Override
    public void close() {
        Thread worker;
        synchronized (this) {
            closed = true;
            worker = thread;
        }
        try {
            // Not interrupted: an interrupt within a write would close the database's file.
            if (worker != null) {
                worker.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Kind kind, Mending mending) {
        PatientLog log = new PatientLog(link, () -> !closed);
        try {
            total = total(log);
            Rebuild rebuild = new Rebuild(log, live, streams, settings, this::count, this::entering);
            switch (kind) {
                case VERIFY -> {
                    RebuildReport report = rebuild.verify();
                    ended(State.DONE, report.equal() ? EQUAL : DIFFERENT, Optional.of(report));
                }
                case REBUILD -> {
                    rebuild.exchange(side);
                    ended(State.DONE, EXCHANGED, Optional.empty());
                }
                case REPAIR_PLAN -> ended(State.DONE, rebuild.plan(mending) ? PLANNED : WHOLE, Optional.empty());
                case REPAIR -> ended(State.DONE, rebuild.repair(side, mending) ? REPAIRED : WHOLE, Optional.empty());
            }
        } catch (PatientLog.Stopped e) {
            ended(State.FAILED, "stopped before the end; the live tables are as they were", Optional.empty());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (LogDamage.Found e) {
            ended(
                    State.FAILED,
                    "not possible, and the live tables are as they were: " + e.getMessage(),
                    Optional.empty());
        } catch (Exception e) {
            LOG.error("the rebuild failed", e);
            ended(State.FAILED, "failed, and the live tables are as they were: " + e.getMessage(), Optional.empty());
        }
    }

    private void ended(State state, String words, Optional<RebuildReport> report) {
        status = status.ended(state, words, clock.instant(), report);
        LOG.info("rebuild: {} messages, {}", status.messages(), words);
    }

    private void entering(State state) {
        String words = switch (state) {
            case COMPARING ->
                status.kind().ofRepair()
                        ? "comparing what the log holds with what the live tables know"
                        : "comparing the rebuilt tables with the live ones";
            case MENDING -> "putting back what the log has lost";
            case SWITCHING -> "exchanging the tables";
            case IDLE, FOLDING, DONE, FAILED -> status.words();
        };
        status = status.now(state, words);
    }

    private long total(PatientLog log) throws InterruptedException {
        long all = 0;
        for (String stream : Folding.names(streams)) {
            all += log.ask(view -> Math.max(
                    0, view.facts(stream).lastSeq() - view.facts(stream).firstSeq() + 1));
        }
        return all;
    }

    private void count(Batch batch) {
        folded += batch.entries().size();
        long nanos = Math.max(1, System.nanoTime() - beganNanos);
        status = status.counted(folded, total, (long) (folded * 1e9 / nanos));
    }
}
