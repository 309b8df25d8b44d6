package io.steward.ops.bench.query;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Consumer;

/**
 * Copies of rows that were really folded, so that a fleet and its past are large soon: other nodes' names, earlier times,
 * ids and places, all else the same. Works on the file of a controller that is not running, as its owner. One thread.
 *
 * <p>The copies' places in the log are before its first entry, as if it had left the stream by its age; so the position
 * stays the one of the stream that is there.
 */
final class Copies implements AutoCloseable {
    /** Each fed by something of a node; copied once for each node. */
    private static final List<String> OF_NODES =
            List.of("node", "node_change", "node_totals", "presence", "journal_told", "event", "event_bucket");
    /** Copied for each node and round. */
    private static final List<String> OF_COMMANDS = List.of("command", "transition");

    private static final String SETTINGS = ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
            + ";DB_CLOSE_ON_EXIT=FALSE;RETENTION_TIME=5000";

    private final Connection connection;
    private final FleetSize size;
    private final long millis;
    private final Map<String, List<String>> columns = new HashMap<>();

    private Copies(Connection connection, FleetSize size, long millis) {
        this.connection = connection;
        this.size = size;
        this.millis = millis;
    }

    /**
     * @param folder where the controller keeps its state
     * @param millis when the seeds' commands were made, as their ids say
     */
    static Copies in(Path folder, FleetSize size, long millis) throws IOException, SQLException {
        return new Copies(open(folder, ""), size, millis);
    }

    /** The file as its owner sees it. */
    static Connection open(Path folder, String more) throws IOException, SQLException {
        String password = Files.readString(folder.resolve("state.owner")).strip();
        return DriverManager.getConnection(
                "jdbc:h2:file:" + folder.resolve("state") + ";IFEXISTS=TRUE" + SETTINGS + more, "steward", password);
    }

    void make(Consumer<String> progress) throws SQLException {
        connection.setAutoCommit(false);
        prepare();
        for (int copy = 1; copy < size.copies(); copy++) {
            for (String table : OF_NODES) {
                copy(table, "true", new Shift(size, millis, copy, 0));
            }
            connection.commit();
        }
        for (int round = size.rounds() - 1; round >= 0; round--) {
            progress.accept("copying commands, round " + (size.rounds() - round) + " of " + size.rounds());
            for (int copy = size.copies() - 1; copy >= 0; copy--) {
                round(new Shift(size, millis, copy, round));
            }
        }
        total();
        clear();
        check();
    }

    private void prepare() throws SQLException {
        if (size.rounds() > 1) {
            run("update steward.node_totals set succeeded = succeeded * " + size.rounds() + ", failed = failed * "
                    + size.rounds());
            run("update steward.journal_told set told = highest, number_sum = highest * (highest + 1) / 2,"
                    + " open_since = null");
        }
        for (String table : OF_NODES) {
            seed(table);
        }
        for (String table : List.of("open_command", "command", "transition")) {
            seed(table);
        }
        run("alter table steward.seed_transition add column ended boolean");
        run("update steward.seed_transition set ended = command_id not in (select id from steward.open_command)");
        run("alter table steward.seed_command add column ended boolean");
        run("update steward.seed_command set ended = finished_at is not null");
        connection.commit();
    }

    private void seed(String table) throws SQLException {
        run("create table steward.seed_" + table + " as select * from steward." + table);
    }

    private void round(Shift shift) throws SQLException {
        if (shift.none()) {
            return;
        }
        for (String table : OF_COMMANDS) {
            copy(table, shift.round() == 0 ? "true" : "ended", shift);
        }
        if (shift.round() == 0) {
            copy("open_command", "true", shift);
        }
        connection.commit();
    }

    private void copy(String table, String which, Shift shift) throws SQLException {
        StringJoiner names = new StringJoiner(", ");
        StringJoiner values = new StringJoiner(", ");
        for (String column : columns(table)) {
            names.add(column);
            values.add(shift.of(table, column).orElse(column));
        }
        run("insert into steward." + table + " (" + names + ") select " + values + " from steward.seed_" + table
                + " where " + which);
    }

    private void total() throws SQLException {
        run("update steward.status_totals set commands ="
                + " (select count(*) from steward.command c where c.status = status_totals.status)");
        connection.commit();
    }

    private void clear() throws SQLException {
        for (String table : OF_NODES) {
            run("drop table steward.seed_" + table);
        }
        for (String table : List.of("command", "transition", "open_command")) {
            run("drop table steward.seed_" + table);
        }
        connection.commit();
    }

    /** Every node's totals are those of its commands, and the last copy's commands are those of its seed. */
    private void check() throws SQLException {
        one("select count(*) from steward.command", size.commands());
        one("select count(*) from public.node_state", size.nodes());
        one(
                "select count(*) from steward.node_totals t join (select node, count(*) as commands from"
                        + " steward.command group by node) c on c.node = t.node where c.commands = t.queued + t.running +"
                        + " t.succeeded + t.failed",
                size.nodes());
        if (!rows(0).equals(rows((size.copies() - 1) * size.seeds()))) {
            throw new SQLException(
                    "a copied node's newest commands are not those of the node that they were copied of");
        }
    }

    private void one(String count, long expected) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(count)) {
            rows.next();
            if (rows.getLong(1) != expected) {
                throw new SQLException("the copies are not what they should be: " + count + " answers "
                        + rows.getLong(1) + " and not " + expected);
            }
        }
    }

    private List<List<Optional<Object>>> rows(int node) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("select method, domain, status, attempts, exit_code, stdout, args,"
                                + " journal_n, queued_at, finished_at from steward.command where node = '"
                                + FleetSize.name(node) + "' order by id desc limit " + size.perRound())) {
            List<List<Optional<Object>>> all = new ArrayList<>();
            while (rows.next()) {
                List<Optional<Object>> row = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.add(Optional.ofNullable(rows.getObject(i)));
                }
                all.add(row);
            }
            return all;
        }
    }

    private List<String> columns(String table) throws SQLException {
        List<String> known = columns.get(table);
        if (known == null) {
            known = new ArrayList<>();
            try (ResultSet rows = connection.getMetaData().getColumns(null, "steward", table, "%")) {
                while (rows.next()) {
                    if (!"YES".equals(rows.getString("IS_GENERATEDCOLUMN"))) {
                        known.add(rows.getString("COLUMN_NAME").toLowerCase(Locale.ROOT));
                    }
                }
            }
            columns.put(table, known);
        }
        return known;
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Closes the file in order. */
    @Override
    public void close() throws SQLException {
        run("shutdown");
    }
}
