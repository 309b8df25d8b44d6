package io.steward.controller.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.steward.controller.log.Batch;
import io.steward.controller.log.StreamFacts;
import io.steward.controller.projection.BreakingConnections.Died;
import io.steward.controller.projection.BreakingConnections.Kind;
import io.steward.model.fold.LogEntry;
import io.steward.model.subject.Streams;
import java.io.IOException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A log from a seed, delivered with losses and repeats as a follower gets it, folded by the controller's own code over
 * connections that break; after every step held against a fold of the same entries into another database. One thread.
 */
final class FollowedLog {
    private static final String STREAM = Streams.COMMANDS;
    private static final List<List<String>> TABLES = List.of(Dump.OF_COMMANDS, List.of("unreadable"));
    private static final int MOST_CALLS = 70;

    private final Random random;
    private final List<LogEntry> log;
    private final StateDatabase live;
    private final StateDatabase fresh;
    private final BreakingConnections connections;
    private final H2Projection reference;
    private FoldedPositions told = new FoldedPositions();
    private StreamFolding folding;
    private int stored;
    private int holes;
    private String history = "";

    FollowedLog(long seed, StateDatabase live, StateDatabase fresh) {
        this.random = new Random(seed);
        this.log = Entries.seeded(STREAM, seed, 20 + random.nextInt(60));
        this.live = live;
        this.fresh = fresh;
        this.connections = new BreakingConnections(live::connect);
        this.reference = projection(fresh::connect);
        this.folding = started();
    }

    static H2Projection projection(H2Projection.Connections connections) {
        return new H2Projection(
                connections,
                new ReentrantLock(),
                STREAM,
                H2Projection.tablesOf(STREAM, Streams.single(), new EventBounds(3, 5)),
                new LateWriter());
    }

    Map<Kind, Integer> broken() {
        return connections.broken();
    }

    int holes() {
        return holes;
    }

    /** Follows until all is folded. */
    void follow() throws SQLException, IOException {
        reference.position();
        for (int round = 0; position().seq() < log.size(); round++) {
            assertThat(round).as("rounds without an end;%s", history).isLessThan(2000);
            stored = Math.min(log.size(), stored + random.nextInt(12));
            if (stored > 0) {
                connections.disarm();
                if (random.nextInt(10) < 4) {
                    connections.arm(Kind.values()[random.nextInt(Kind.values().length)], random.nextInt(MOST_CALLS));
                }
                attempt();
                check();
            }
        }
        connections.drop();
        reference.close();
    }

    /** What the follower does with one consumer, and with what is thrown. */
    private void attempt() throws SQLException, IOException {
        try {
            StreamFacts facts = new StreamFacts(STREAM, Entries.NINE, 1, stored, 0);
            boolean admitted = folding.admits(facts, (stream, seq) -> Optional.of(log.get((int) seq - 1)));
            assertThat(admitted)
                    .as("the log is whole, but %s;%s", folding.condition(), history)
                    .isTrue();
            long last = folding.position();
            for (int pulls = 1 + random.nextInt(4); pulls > 0 && last < stored; pulls--) {
                List<LogEntry> entries = delivered(last);
                if (!entries.isEmpty()) {
                    folding.accept(new Batch(STREAM, Entries.NINE, entries, stored));
                    last = entries.get(entries.size() - 1).seq();
                }
                if (random.nextInt(3) == 0) {
                    // What the follower does when nothing has come for a while; it goes on from where it was.
                    folding.admits(facts, (stream, seq) -> Optional.of(log.get((int) seq - 1)));
                }
            }
        } catch (Died e) {
            note(e.getMessage() + ", started again");
            connections.drop();
            folding = started();
        } catch (Projection.Failed | Projection.PositionMoved | IllegalStateException e) {
            note(String.valueOf(e.getMessage()));
        }
    }

    /** What comes of the entries behind this place: some again, some not. */
    private List<LogEntry> delivered(long last) {
        long from = random.nextInt(5) == 0 ? Math.max(1, last - random.nextInt(4)) : last + 1;
        long to = Math.min(stored, last + 1 + random.nextInt(12));
        List<LogEntry> entries = new ArrayList<>();
        for (long seq = from; seq <= to; seq++) {
            if (random.nextInt(20) == 0) {
                holes++;
                note(seq + " does not come");
            } else {
                entries.add(log.get((int) seq - 1));
            }
        }
        return entries;
    }

    private void check() throws SQLException {
        Position position = position();
        assertThat(position.seq())
                .as("what was folded is in the log;%s", history)
                .isLessThanOrEqualTo(stored);
        assertThat(told.position(STREAM).orElse(0))
                .as("what is told to be folded is committed;%s", history)
                .isLessThanOrEqualTo(position.seq());
        long folded = reference.position().seq();
        if (folded < position.seq()) {
            List<LogEntry> more = log.subList((int) folded, (int) position.seq());
            reference.fold(new Batch(STREAM, Entries.NINE, more, stored));
        }
        assertThat(Dump.of(live, TABLES))
                .as("rows at position %d;%s", position.seq(), history)
                .isEqualTo(Dump.of(fresh, TABLES));
        assertThat(position).isEqualTo(reference.position());
    }

    /** As anybody else reads it. */
    private Position position() {
        try (H2Projection other = projection(live::connect)) {
            return other.position();
        }
    }

    private StreamFolding started() {
        told = new FoldedPositions();
        return new StreamFolding(
                STREAM,
                true,
                projection(connections),
                new FoldMetrics(new SimpleMeterRegistry(), STREAM, InstantSource.system()),
                told,
                new ChangeFeed(10));
    }

    private void note(String what) {
        history = history + "\n  at most " + stored + " stored: " + what;
    }
}
