package io.steward.controller;

import io.micrometer.core.instrument.MeterRegistry;
import io.nats.client.JetStreamApiException;
import io.steward.controller.enrol.Enrolment;
import io.steward.controller.intake.Readiness.Condition;
import io.steward.controller.intake.Register;
import io.steward.controller.log.StreamDeclaration;
import io.steward.controller.projection.ChangeFeed;
import io.steward.controller.projection.FoldSettings;
import io.steward.controller.projection.FoldedPositions;
import io.steward.controller.projection.Folding;
import io.steward.controller.projection.StateDatabase;
import io.steward.controller.read.StateReader;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Streams;
import io.steward.nats.Link;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The controller's side towards the log: streams as declared, then followed into the state database, and nodes with
 * their consumers. It says how far it is in words, for readiness.
 *
 * <p>Any thread may ask. Its work is done by the threads of its parts; closing returns when the last batch is committed.
 */
final class FleetLog implements AutoCloseable {
    /** What following takes. */
    record Follow(
            Link link,
            StateDatabase database,
            Streams streams,
            FoldSettings settings,
            FoldedPositions folded,
            ChangeFeed feed,
            MeterRegistry meters,
            InstantSource clock) {
        Folding start() {
            return Folding.start(link, database, streams, settings, folded, feed, meters, clock);
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(FleetLog.class);
    private static final Duration FOLD_PATIENCE = Duration.ofSeconds(10);
    private static final long PAUSE_MILLIS = 20;

    private final Follow follow;
    private final Enrolment enrolment;
    private final StateReader state;
    private final LogKeeper keeper;
    private volatile @Nullable Folding folding;
    private volatile List<io.steward.controller.projection.Condition> brokenBefore = List.of();
    private volatile boolean caughtUp;
    private boolean mayFold;
    private boolean held;

    FleetLog(List<StreamDeclaration> declarations, Follow follow, Enrolment enrolment, StateReader state) {
        this.follow = follow;
        this.enrolment = enrolment;
        this.state = state;
        this.keeper = new LogKeeper(follow.link(), declarations, this::declared);
    }

    void start() {
        keeper.start();
    }

    /** What it takes to be ready, and what of it is there. */
    List<Condition> conditions() {
        Folding now = folding;
        boolean broker = follow.link().connection().isPresent();
        Optional<String> obstacle = keeper.obstacle();
        // Once is enough: after an exchange of the tables the folding begins where the old one was.
        caughtUp = caughtUp || (now != null && now.caughtUp());
        List<Condition> conditions = new ArrayList<>();
        conditions.add(new Condition("broker", broker, broker ? "connected" : "can't be reached"));
        conditions.add(new Condition("streams", obstacle.isEmpty(), obstacle.orElse("as declared")));
        conditions.add(new Condition(
                "state", caughtUp, caughtUp ? "folded to the end of the log" : "not folded to the end of the log yet"));
        broken().forEach(found -> conditions.add(new Condition("log-" + found.stream(), false, found.message())));
        return conditions;
    }

    /** Why streams can't be followed; empty when all is well. While nothing is folded it is what was found last. */
    List<io.steward.controller.projection.Condition> broken() {
        Folding now = folding;
        return now == null ? brokenBefore : now.conditions();
    }

    /** Lets a machine in; {@code another} than the revoked one that had the name finds nothing of what waited for that. */
    void enter(NodeName node, String by, boolean another) throws IOException, InterruptedException {
        if (another) {
            try {
                enrolment.startOver(node);
            } catch (JetStreamApiException e) {
                throw new IOException("the broker refused to enrol " + node + ": " + e.getErrorDescription(), e);
            }
        }
        enrol(node, by);
    }

    Register register() {
        return this::enrol;
    }

    /** Folds nothing until {@link #letFold}; when this returns, the last batch is committed. */
    synchronized void holdFold() {
        held = true;
        stop();
    }

    /** Folds again, from where the database stands now. */
    synchronized void letFold() {
        held = false;
        startIfAllowed();
    }

    @Override
    public void close() {
        keeper.close();
        synchronized (this) {
            mayFold = false;
            stop();
        }
    }

    private synchronized void allowFold() {
        mayFold = true;
        startIfAllowed();
    }

    private void startIfAllowed() {
        if (folding == null && mayFold && !held) {
            folding = follow.start();
        }
    }

    private void stop() {
        Folding now = folding;
        brokenBefore = broken();
        folding = null;
        if (now != null) {
            now.close();
        }
    }

    // On the keeper's thread, which close() waits for.
    private void declared() throws IOException, JetStreamApiException, InterruptedException {
        allowFold();
        List<NodeName> mended = enrolment.mend();
        if (!mended.isEmpty()) {
            LOG.warn("consumers made anew for {}", mended);
        }
    }

    private void enrol(NodeName node, String by) throws IOException, InterruptedException {
        try {
            enrolment.enrol(node, by);
        } catch (JetStreamApiException e) {
            throw new IOException("the broker refused to enrol " + node + ": " + e.getErrorDescription(), e);
        } catch (IllegalStateException e) {
            // The client says so when the link is just being lost, or takes nothing more for now.
            throw new IOException("the broker can't be asked to enrol " + node + ": " + e.getMessage(), e);
        }
        awaitFolded(node);
    }

    // Who has enrolled a node may send it a command at once, so it has to be known here first.
    private void awaitFolded(NodeName node) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + FOLD_PATIENCE.toNanos();
        while (state.enrolled(List.of(node)).isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new IOException(node + " is enrolled, but the state database has not heard of it yet");
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }
}
