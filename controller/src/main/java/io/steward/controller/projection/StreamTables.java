package io.steward.controller.projection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The tables that one kind of stream feeds. */
interface StreamTables {
    /**
     * Folds readable entries, in order, into the tables, within the caller's transaction. The outcome is the same
     * wherever a stream is cut into batches.
     */
    News fold(Connection connection, List<Reading> readings) throws SQLException;

    /**
     * As {@link #fold}, parted: what needs no transaction now, and the rest later in another thread. At most one batch
     * waits for its rest, so what is read here lacks the rows of that one alone.
     *
     * @param reading shows what is committed
     */
    default Rest ahead(Connection reading, List<Reading> readings) throws SQLException {
        return writing -> fold(writing, readings);
    }

    /** What is left of a batch: to be written, in the writer's transaction. */
    @FunctionalInterface
    interface Rest {
        News write(Connection writing) throws SQLException;
    }

    /** What was folded last was not committed, or somebody else went on with these tables: nothing is known of them. */
    default void forget() {}

    /** Whether every entry of the stream goes into its hash chain. */
    default boolean chained() {
        return false;
    }
}
