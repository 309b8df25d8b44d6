package io.steward.controller.projection;

import io.steward.controller.log.Batch;
import io.steward.controller.log.PatientLog;
import io.steward.controller.log.StreamFacts;
import io.steward.controller.projection.RebuildStatus.State;
import io.steward.model.subject.Streams;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One rebuild: the log folded anew into a database beside the live one, then compared with it or put in its place. For
 * one thread; whatever it throws, the live side is as it was.
 */
final class Rebuild {
    /** What is done when the fresh tables are near the live ones. */
    private interface Between {
        void act(StateDatabase beside, FreshFold fresh) throws IOException, SQLException, InterruptedException;
    }

    private static final int SNAPSHOT = 6; // H2's isolation level: the whole transaction sees one moment
    private static final int MOST_ROUNDS = 50;

    private static final Logger LOG = LoggerFactory.getLogger(Rebuild.class);

    private final PatientLog log;
    private final StateDatabase live;
    private final Streams streams;
    private final FoldSettings settings;
    private final Consumer<Batch> folded;
    private final Consumer<State> entering;
    private final LogDamage damage;

    /**
     * @param folded hears of every batch that is committed
     * @param entering hears what is begun next
     */
    Rebuild(
            PatientLog log,
            StateDatabase live,
            Streams streams,
            FoldSettings settings,
            Consumer<Batch> folded,
            Consumer<State> entering) {
        this.log = log;
        this.live = live;
        this.streams = streams;
        this.settings = settings;
        this.folded = folded;
        this.entering = entering;
        this.damage = new LogDamage(log, live, streams);
    }

    /** Compares, in one snapshot of the live tables, with a fold that stopped at the snapshot's positions. */
    RebuildReport verify() throws IOException, SQLException, InterruptedException {
        StateDatabase beside = live.beside();
        try (FreshFold fresh = fresh(beside);
                Connection snapshot = live.connect()) {
            approach(fresh);
            snapshot.setAutoCommit(false);
            snapshot.setTransactionIsolation(SNAPSHOT);
            Map<String, Position> positions = positions(snapshot);
            for (Position position : positions.values()) {
                fresh.foldTo(position.stream(), position.seq());
            }
            entering.accept(State.COMPARING);
            try (Connection rebuilt = beside.connect()) {
                return compare(snapshot, rebuilt, positions, fresh);
            } finally {
                snapshot.rollback();
            }
        } finally {
            beside.discard();
        }
    }

    /**
     * Puts the rebuilt tables in the place of the live ones.
     *
     * @throws LogDamage.Found if the log is not the one that was folded: the old tables may know what it lost
     */
    void exchange(LiveSide side) throws IOException, SQLException, InterruptedException {
        damage.refuseOthers(Set.of());
        exchange(side, Set.of(), (beside, fresh) -> {});
    }

    /**
     * Folds a broken log as far as it goes, has it mended, folds what came by that, and exchanges the tables.
     *
     * @return false: nothing is broken, nothing was done
     */
    boolean repair(LiveSide side, Mending mending) throws IOException, SQLException, InterruptedException {
        List<Condition> broken = damage.conditions();
        if (!broken.isEmpty()) {
            Set<String> streams = names(broken);
            exchange(side, streams, (beside, fresh) -> {
                foldToEnds(fresh, streams);
                damage.repairBegins(streams);
                entering.accept(State.MENDING);
                mending.mend(broken, new KeptRows(live), new KeptRows(beside));
            });
        }
        return !broken.isEmpty();
    }

    /** Shows the broken log as far as it goes to who would mend it, and changes nothing. */
    boolean plan(Mending mending) throws IOException, SQLException, InterruptedException {
        List<Condition> broken = damage.conditions();
        if (!broken.isEmpty()) {
            StateDatabase beside = live.beside();
            try (FreshFold fresh = fresh(beside)) {
                foldToEnds(fresh, names(broken));
                entering.accept(State.COMPARING);
                mending.mend(broken, new KeptRows(live), new KeptRows(beside));
            } finally {
                beside.discard();
            }
        }
        return !broken.isEmpty();
    }

    private void exchange(LiveSide side, Set<String> broken, Between between)
            throws IOException, SQLException, InterruptedException {
        StateDatabase beside = live.beside();
        boolean exchanged = false;
        try {
            FoldVersion.mark(beside, FoldVersion.of(settings));
            try (FreshFold fresh = fresh(beside)) {
                approach(fresh);
                between.act(beside, fresh);
                // Most of what was put back, while readers and folding still go on.
                foldToEnds(fresh, broken);
                entering.accept(State.SWITCHING);
                StateDatabase old;
                Runnable lastReader;
                side.stopFolding();
                try {
                    arrive(fresh, broken);
                    damage.handOver(beside, broken);
                    old = live.become(beside);
                    exchanged = true;
                    lastReader = side.moveReaders();
                } finally {
                    side.startFolding();
                }
                lastReader.run();
                discard(old);
            }
        } finally {
            if (!exchanged) {
                beside.discard();
            }
        }
    }

    // The new tables are live by now: what is left of the old ones takes room, nothing else.
    private static void discard(StateDatabase old) {
        try {
            old.discard();
        } catch (IOException | SQLException e) {
            LOG.warn("the file of the old tables, {}, can't be deleted: {}", old.file(), e.toString());
        }
    }

    private FreshFold fresh(StateDatabase beside) {
        return new FreshFold(log, beside, streams, settings, folded);
    }

    /** Most of the way, while the live side moves on: round by round until little is left. */
    private void approach(FreshFold fresh) throws SQLException, InterruptedException {
        long ahead = Long.MAX_VALUE;
        for (int round = 0; round < MOST_ROUNDS && ahead > settings.batch(); round++) {
            ahead = 0;
            for (Position position : livePositions().values()) {
                long before = fresh.position(position.stream());
                fresh.foldTo(position.stream(), position.seq());
                ahead += fresh.position(position.stream()) - before;
            }
        }
    }

    /** The rest of the way: to the live positions, or to the end of a stream that is not the one that was folded. */
    private void arrive(FreshFold fresh, Set<String> broken) throws SQLException, InterruptedException {
        damage.refuseOthers(broken);
        Map<String, Position> positions = livePositions();
        for (String stream : Folding.names(streams)) {
            Optional<Position> position = Optional.ofNullable(positions.get(stream));
            boolean toEnd = position.isEmpty() || stream.equals(Streams.PRESENCE) || broken.contains(stream);
            fresh.foldTo(stream, toEnd ? Long.MAX_VALUE : position.get().seq());
        }
    }

    private static void foldToEnds(FreshFold fresh, Set<String> streams) throws InterruptedException {
        for (String stream : streams) {
            fresh.foldTo(stream, Long.MAX_VALUE);
        }
    }

    private static Set<String> names(List<Condition> conditions) {
        return conditions.stream().map(Condition::stream).collect(Collectors.toCollection(TreeSet::new));
    }

    private Map<String, Position> livePositions() throws SQLException {
        try (Connection connection = live.connect()) {
            return positions(connection);
        }
    }

    /** Of the streams that are compared: presence is none. */
    private Map<String, Position> positions(Connection connection) throws SQLException {
        Map<String, Position> positions = new TreeMap<>();
        for (Position position : Position.all(connection)) {
            if (Folding.names(streams).contains(position.stream())
                    && !position.stream().equals(Streams.PRESENCE)) {
                positions.put(position.stream(), position);
            }
        }
        return positions;
    }

    private RebuildReport compare(
            Connection snapshot, Connection rebuilt, Map<String, Position> positions, FreshFold fresh)
            throws SQLException, InterruptedException {
        Floor floor = floor(positions, fresh);
        Comparison comparison = new Comparison(snapshot, rebuilt, floor);
        List<RebuildReport.TableReport> tables = comparison.tables();
        Optional<RebuildReport.Difference> difference = Optional.empty();
        for (RebuildReport.TableReport table : tables) {
            if (difference.isEmpty() && !table.equal()) {
                difference = comparison.first(table.table());
            }
        }
        Map<String, Long> seqs = new HashMap<>();
        positions.forEach((stream, position) -> seqs.put(stream, position.seq()));
        return new RebuildReport(seqs, tables, difference, new ArrayList<>(floor.words()));
    }

    private Floor floor(Map<String, Position> positions, FreshFold fresh) throws InterruptedException {
        Map<String, Long> firsts = new HashMap<>();
        Set<String> placed = new HashSet<>();
        for (Position position : positions.values()) {
            StreamFacts facts = log.ask(view -> view.facts(position.stream()));
            firsts.put(position.stream(), facts.firstSeq());
            boolean agedOut = facts.firstSeq() > position.seq()
                    || (fresh.position(position.stream()) < position.seq() && facts.lastSeq() >= position.seq());
            if (!agedOut || facts.lastSeq() < position.seq()) {
                placed.add(position.stream());
            }
        }
        boolean nodesWhole = log.ask(view -> view.whole(Streams.NODES));
        return new Floor(firsts, placed, nodesWhole, streams.commandStreams());
    }
}
