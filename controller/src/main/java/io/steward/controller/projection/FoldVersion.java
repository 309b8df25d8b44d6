package io.steward.controller.projection;

import io.steward.controller.projection.Jdbc.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Which fold made the rows of a state database: the code's version, and the settings that decide which rows there are. */
final class FoldVersion {
    /** To be raised with every change of the fold or of the tables that makes other rows of the same log. */
    static final int FOLD_VERSION = 3;

    private FoldVersion() {}

    static String of(FoldSettings settings) {
        return FOLD_VERSION + ", " + settings.events().perSubject() + " events per subject, "
                + settings.events().output() + " of output";
    }

    /** The version that made the rows, if it is another one than this. A database without rows becomes this one's. */
    static Optional<String> other(StateDatabase database, String version) throws SQLException {
        try (Connection connection = database.connect()) {
            List<String> stored = Jdbc.query(
                    connection, "select version from steward.fold_version", new Row(), row -> row.getString("version"));
            if (stored.equals(List.of(version))) {
                return Optional.empty();
            }
            if (stored.isEmpty() && empty(connection)) {
                mark(connection, version);
                return Optional.empty();
            }
            return Optional.of(stored.isEmpty() ? "unknown" : stored.get(0));
        }
    }

    static void mark(StateDatabase database, String version) throws SQLException {
        try (Connection connection = database.connect()) {
            mark(connection, version);
        }
    }

    private static void mark(Connection connection, String version) throws SQLException {
        Jdbc.update(connection, "delete from steward.fold_version", new Row());
        Jdbc.update(connection, "insert into steward.fold_version (version) values (?)", new Row().add(version));
    }

    private static boolean empty(Connection connection) throws SQLException {
        return Jdbc.query(connection, "select 1 from steward.position where seq > 0", new Row(), row -> 1)
                .isEmpty();
    }
}
