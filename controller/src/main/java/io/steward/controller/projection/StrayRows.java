package io.steward.controller.projection;

import io.steward.controller.projection.Jdbc.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;

/**
 * Names of nodes that have totals or presence, and of which NODES has not told. Follows from the tables beside it, so
 * streams may be folded in any order. Works within the caller's transaction, under the lock that writers share.
 */
final class StrayRows {
    private static final String ADD = "insert into steward.node_stray (node) select named.node"
            + " from unnest(cast(? as varchar array)) as named(node)"
            + " where not exists (select 1 from steward.node s where s.node = named.node)"
            + " and not exists (select 1 from steward.node_stray n where n.node = named.node)";
    private static final String REMOVE = "delete from steward.node_stray where node = any(?)";

    private StrayRows() {}

    /** Tables other than NODES' have their first rows of these nodes. */
    static void heard(Connection connection, Collection<String> nodes) throws SQLException {
        change(connection, ADD, nodes);
    }

    /** NODES has its first rows of these nodes. */
    static void known(Connection connection, Collection<String> nodes) throws SQLException {
        change(connection, REMOVE, nodes);
    }

    private static void change(Connection connection, String sql, Collection<String> nodes) throws SQLException {
        if (nodes.isEmpty()) {
            return;
        }
        java.sql.Array array = connection.createArrayOf("varchar", nodes.toArray());
        try {
            Jdbc.update(connection, sql, new Row().add(array));
        } finally {
            array.free();
        }
    }
}
