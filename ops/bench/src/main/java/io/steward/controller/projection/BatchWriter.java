package io.steward.controller.projection;

import io.steward.controller.log.Batch;
import io.steward.model.subject.Streams;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The projection's writer for the control stream, on a database in a folder, without a broker. In this package because
 * the writer is nobody else's business. One thread.
 */
public final class BatchWriter implements AutoCloseable {
    private final StateDatabase database;
    private final H2Projection projection;

    private BatchWriter(StateDatabase database, H2Projection projection) {
        this.database = database;
        this.projection = projection;
    }

    public static BatchWriter open(Path folder) throws IOException, SQLException {
        StateDatabase database = StateDatabase.open(folder, Duration.ofMinutes(1));
        H2Projection projection = new H2Projection(
                database,
                Streams.COMMANDS,
                H2Projection.tablesOf(Streams.COMMANDS, Streams.single(), EventBounds.DEFAULTS));
        projection.position();
        return new BatchWriter(database, projection);
    }

    /** Folds and commits; answers the position then. */
    public long fold(Batch batch) {
        projection.fold(batch);
        return projection.position().seq();
    }

    /** A connection of the same database, for whoever writes without the projection. */
    public Connection connect() throws SQLException {
        return database.connect();
    }

    @Override
    public void close() throws SQLException {
        projection.close();
        database.close();
    }
}
