package io.steward.controller.projection;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Every row of every table, as text. */
final class Dump {
    static final List<String> OF_COMMANDS = List.of(
            "command",
            "transition",
            "open_command",
            "request_command",
            "node_totals",
            "status_totals",
            "doubt",
            "journal_told",
            "second_time",
            "refusal");
    static final List<String> OF_NODES = List.of("node", "node_change");
    static final List<String> OF_EVENTS = List.of("event", "event_bucket");
    static final List<String> OF_AUDIT = List.of("audit_event");
    static final List<String> SHARED = List.of("position", "unreadable");

    private Dump() {}

    static Map<String, List<String>> of(StateDatabase database, List<List<String>> tables) throws SQLException {
        Map<String, List<String>> dump = new TreeMap<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String table : tables.stream().flatMap(List::stream).toList()) {
                dump.put(table, rows(statement, table));
            }
        }
        return dump;
    }

    static long count(StateDatabase database, String table) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from " + table)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static List<String> rows(Statement statement, String table) throws SQLException {
        List<String> all = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("select * from steward." + table)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= columns; i++) {
                    Object value = rows.getObject(i);
                    row.append(value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value)
                            .append('|');
                }
                all.add(row.toString());
            }
        }
        all.sort(null);
        return all;
    }
}
