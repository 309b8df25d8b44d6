package io.steward.controller.projection;

import io.steward.controller.log.Batch;
import io.steward.controller.log.EntryLookup;
import io.steward.controller.log.LogSink;
import io.steward.controller.log.StreamFacts;
import io.steward.controller.projection.News.Change;
import io.steward.model.fold.LogEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes one stream into its projection, checks that it is the stream it was, and tells on what changed. */
final class StreamFolding implements LogSink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamFolding.class);

    private final String stream;
    private final boolean complete;
    private final Projection projection;
    private final FoldMetrics metrics;
    private final FoldedPositions positions;
    private final ChangeFeed feed;
    private volatile @Nullable Condition condition;
    private volatile boolean caughtUp;
    private long first = 1; // of the stream, when it was last looked at; this and the next are the follower's own
    private boolean suspect;
    private long handed; // the last sequence that the projection was given

    /** @param complete whether the stream never drops what was not folded */
    StreamFolding(
            String stream,
            boolean complete,
            Projection projection,
            FoldMetrics metrics,
            FoldedPositions positions,
            ChangeFeed feed) {
        this.stream = stream;
        this.complete = complete;
        this.projection = projection;
        this.metrics = metrics;
        this.positions = positions;
        this.feed = feed;
    }

    @Override
    public long position() {
        long seq = projection.position().seq();
        positions.moved(stream, seq);
        handed = seq;
        return seq;
    }

    @Override
    public boolean admits(StreamFacts facts, EntryLookup view) throws IOException {
        projection.settle(); // what could not be written is heard of before anything behind it is taken
        first = facts.firstSeq();
        Position position = projection.position();
        Optional<LogEntry> entry = position.seq() == 0 ? Optional.empty() : view.entry(stream, position.seq());
        Condition before = condition;
        condition = LogCheck.check(position, facts, entry, complete)
                .or(() -> hole(position, facts, view))
                .orElse(null);
        if (condition != null) {
            if (!condition.equals(before)) {
                LOG.error("{}", condition.message());
                metrics.gap();
            }
            return false;
        }
        projection.seen(facts);
        metrics.lag(facts.lastSeq() - position.seq());
        caughtUp = caughtUp || facts.lastSeq() == position.seq();
        return true;
    }

    /**
     * Folds the batch up to its first hole. What lies behind a hole is never folded: it was lost on the way and comes
     * when the stream is followed again, or it is not in the stream, which the next look at it finds.
     */
    @Override
    public void accept(Batch batch) {
        List<LogEntry> whole = complete ? withoutHole(batch.entries()) : batch.entries();
        if (!whole.isEmpty()) {
            fold(new Batch(stream, batch.streamCreated(), whole, batch.knownLast()));
        }
        suspect = whole.size() < batch.entries().size();
        if (suspect) {
            throw new IllegalStateException(stream + ": the entry before "
                    + batch.entries().get(whole.size()).seq() + " did not come; following again from the position");
        }
    }

    /** The beginning is where the stream begins, since old entries leave it; behind it each is followed by its next. */
    private List<LogEntry> withoutHole(List<LogEntry> entries) {
        long before = Math.max(handed, first - 1);
        for (int i = 0; i < entries.size(); i++) {
            long seq = entries.get(i).seq();
            if (seq > before + 1) {
                return entries.subList(0, i);
            }
            before = Math.max(before, seq);
        }
        return entries;
    }

    private Optional<Condition> hole(Position position, StreamFacts facts, EntryLookup view) {
        if (!suspect || facts.lastSeq() <= position.seq()) {
            return Optional.empty();
        }
        try {
            long next = Math.max(position.seq() + 1, facts.firstSeq());
            boolean there = view.entry(stream, next).isPresent();
            return there ? Optional.empty() : Optional.of(LogCheck.hole(position));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // What has nothing behind it is folded at once: no other thread is faster for somebody who waits for it.
    private void fold(Batch batch) {
        handed = Math.max(handed, batch.last().seq());
        if (batch.knownLast() > batch.last().seq()) {
            projection.hand(batch, (news, took) -> folded(batch, news, took));
        } else {
            long start = System.nanoTime();
            News news = projection.fold(batch);
            folded(batch, news, Duration.ofNanos(System.nanoTime() - start));
        }
    }

    private void folded(Batch batch, News news, Duration took) {
        long seq = batch.last().seq();
        Cursor cursor = positions.cursor();
        positions.moved(stream, seq);
        metrics.folded(batch, news, took);
        caughtUp = caughtUp || seq >= batch.knownLast();
        // Whoever begins to watch from here on finds it in the tables, which are committed.
        if (feed.watchers() > 0) {
            feed.publish(told(news, cursor));
        }
    }

    Optional<Condition> condition() {
        return Optional.ofNullable(condition);
    }

    /** Whether it has been at the stream's end at least once. */
    boolean caughtUp() {
        return caughtUp;
    }

    @Override
    public void close() {
        projection.close();
        metrics.close();
    }

    /** A change that is followed by another of its entry is marked with the entry before, lest that one be missed. */
    private List<StateChange> told(News news, Cursor before) {
        List<StateChange> told = new ArrayList<>();
        List<Change> changes = List.copyOf(news.changes());
        for (int i = 0; i < changes.size(); i++) {
            Change change = changes.get(i);
            boolean last = i + 1 == changes.size() || changes.get(i + 1).seq() != change.seq();
            Cursor cursor = before.with(stream, last ? change.seq() : change.seq() - 1);
            told.add(new StateChange(change.type(), stream, change.seq(), cursor, change.row()));
        }
        return told;
    }
}
