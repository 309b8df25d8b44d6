package io.steward.controller.projection;

import io.steward.controller.projection.Jdbc.Row;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A table's comparable rows in the order of their key, page by page, so that any size fits. For one thread; whether the
 * rows stand still meanwhile is the connection's business.
 */
final class TableRows {
    /**
     * A row.
     *
     * @param key its key as the database has it, {@code values} every compared column as text, in order
     */
    record KeyedRow(List<Object> key, List<@Nullable String> values) {}

    private static final int PAGE = 2000;

    private final Connection connection;
    private final Compared compared;
    private final Floor floor;
    private final List<String> columns;
    private List<KeyedRow> page = List.of();
    private int next;
    private boolean ended;

    TableRows(Connection connection, Compared compared, Floor floor) throws SQLException {
        this.connection = connection;
        this.compared = compared;
        this.floor = floor;
        this.columns = columns(connection, compared, floor);
    }

    /** The compared columns, in order. */
    List<String> columns() {
        return columns;
    }

    /** The next row; empty behind the last. */
    Optional<KeyedRow> next() throws SQLException {
        if (next == page.size() && !ended) {
            turn();
        }
        return next < page.size() ? Optional.of(page.get(next++)) : Optional.empty();
    }

    /** Whether there is a row with this key. */
    boolean has(List<Object> key) throws SQLException {
        Row row = new Row();
        key.forEach(row::add);
        String where = compared.key().stream().map(column -> column + " = ?").collect(Collectors.joining(" and "));
        return !Jdbc.query(connection, select() + " and " + where, row, found -> 1)
                .isEmpty();
    }

    private void turn() throws SQLException {
        boolean paged = compared.key().size() == 1;
        String sql = select();
        Row parameters = new Row();
        if (paged && !page.isEmpty()) {
            sql += " and " + compared.key().get(0) + " > ?";
            parameters.add(page.get(page.size() - 1).key().get(0));
        }
        sql += " order by " + String.join(", ", compared.key()) + (paged ? " limit " + PAGE : "");
        page = Jdbc.query(connection, sql, parameters, this::read);
        next = 0;
        ended = !paged || page.size() < PAGE;
    }

    private String select() {
        return "select " + String.join(", ", columns) + " from steward." + compared.table() + " where "
                + compared.rows().apply(floor);
    }

    private KeyedRow read(ResultSet row) throws SQLException {
        List<@Nullable String> values = new ArrayList<>();
        for (int i = 1; i <= columns.size(); i++) {
            values.add(text(row, i));
        }
        List<Object> key = new ArrayList<>();
        for (String column : compared.key()) {
            key.add(row.getObject(column));
        }
        return new KeyedRow(key, values);
    }

    private static @Nullable String text(ResultSet row, int column) throws SQLException {
        if (row.getMetaData().getColumnType(column) == java.sql.Types.VARBINARY) {
            byte[] bytes = row.getBytes(column);
            return bytes == null ? null : HexFormat.of().formatHex(bytes);
        }
        return row.getString(column);
    }

    private static List<String> columns(Connection connection, Compared compared, Floor floor) throws SQLException {
        return Jdbc.query(
                connection,
                "select column_name from information_schema.columns where table_schema = 'steward' and table_name = ?"
                        + " and not column_name = any(?) order by ordinal_position",
                new Row()
                        .add(compared.table())
                        .add(connection.createArrayOf(
                                "varchar",
                                Arrays.copyOf(
                                        compared.unlike(floor).toArray(),
                                        compared.unlike(floor).size()))),
                row -> row.getString(1));
    }
}
