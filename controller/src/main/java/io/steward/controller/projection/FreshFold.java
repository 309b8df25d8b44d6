package io.steward.controller.projection;

import io.steward.controller.log.Batch;
import io.steward.controller.log.PatientLog;
import io.steward.model.subject.Streams;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The log folded anew into a database of its own, each stream as far as asked and not an entry further. For one thread.
 */
final class FreshFold implements AutoCloseable {
    private final PatientLog log;
    private final StateDatabase database;
    private final Streams streams;
    private final FoldSettings settings;
    private final Consumer<Batch> folded;
    private final Map<String, H2Projection> projections = new HashMap<>();

    /** @param folded hears of every batch that is committed */
    FreshFold(PatientLog log, StateDatabase database, Streams streams, FoldSettings settings, Consumer<Batch> folded) {
        this.log = log;
        this.database = database;
        this.streams = streams;
        this.settings = settings;
        this.folded = folded;
    }

    /** Folds the stream up to this place, or to its end if that comes first. */
    void foldTo(String stream, long upTo) throws InterruptedException {
        H2Projection projection = projection(stream);
        log.read(
                stream,
                name -> projection.position().seq(),
                upTo,
                settings.batch(),
                batch -> projection.hand(batch, (news, took) -> folded.accept(batch)));
        projection.settle();
    }

    long position(String stream) {
        return projection(stream).position().seq();
    }

    @Override
    public void close() {
        projections.values().forEach(H2Projection::close);
    }

    private H2Projection projection(String stream) {
        return projections.computeIfAbsent(
                stream,
                name -> new H2Projection(database, name, H2Projection.tablesOf(name, streams, settings.events())));
    }
}
