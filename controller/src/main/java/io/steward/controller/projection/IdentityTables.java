package io.steward.controller.projection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The tables that enrolments in the stream AUDIT feed: how each node came to belong to the fleet. */
final class IdentityTables {
    private IdentityTables() {}

    /** Folds entries of the method {@code enrolment}, in order, within the caller's transaction. */
    static void fold(Connection connection, List<Reading> readings) throws SQLException {
        // So far the log alone remembers them.
    }
}
