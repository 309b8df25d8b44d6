package io.steward.controller.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.controller.projection.Month;
import io.steward.controller.projection.StateDatabase;
import io.steward.controller.projection.StateDatabase.ReadAccess;
import io.steward.controller.read.door.DoorSettings;
import io.steward.controller.read.door.SqlDoor;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;

/** The newest driver of Java's SQL tools at the SQL port: what it says at the beginning, asks the catalogue and sends. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SqlClientsTest {
    private static final int MOST_ROWS = 1000;
    private static final String ENDLESS = "select count(*) from system_range(1, 1000000) a,"
            + " system_range(1, 1000000) b where a.\"X\" + b.\"X\" < 0";

    @TempDir
    static Path folder;

    private StateDatabase database;
    private ReadAccess access;
    private SqlDoor door;

    @BeforeAll
    void open_the_door() throws Exception {
        database = StateDatabase.open(folder.resolve("state"), Duration.ofSeconds(60));
        new Month(InstantSource.system().instant()).into(database);
        access = database.reader("reader", StateDatabase.freshPassword());
        door = SqlDoor.open(access, settings(Duration.ofSeconds(60)));
    }

    @AfterAll
    void close() throws Exception {
        door.close();
        database.close();
    }

    @Test
    void a_tool_finds_schemas_views_columns_and_comments() throws Exception {
        try (Connection connection = connect("")) {
            DatabaseMetaData meta = connection.getMetaData();
            assertThat(column(meta.getSchemas(), "TABLE_SCHEM")).contains("public", "pg_catalog");
            assertThat(column(meta.getCatalogs(), "TABLE_CAT")).containsExactly("steward");
            assertThat(column(meta.getTables(null, "public", "%", new String[] {"VIEW"}), "TABLE_NAME"))
                    .contains("node_state", "command_state", "delivery_proof", "projection_position")
                    .doesNotContain("presence", "flyway_schema_history");
            assertThat(column(meta.getTables(null, null, "command_state", null), "REMARKS"))
                    .containsExactly("One row per command. Late is a column (overdue), not a status.");
            assertThat(column(meta.getColumns(null, "public", "command_history", "%"), "COLUMN_NAME"))
                    .startsWith("command_id", "node", "status", "at", "recorded_at", "log_seq");
            assertThat(column(meta.getColumns(null, null, "node_state", "%"), "TYPE_NAME"))
                    .startsWith("varchar", "bool", "timestamptz", "timestamptz")
                    .contains("int8", "int4", "uuid", "json", "numeric");
            assertThat(column(meta.getPrimaryKeys(null, "public", "node_state"), "PK_NAME"))
                    .isEmpty();
            assertThat(column(meta.getIndexInfo(null, "public", "node_state", false, false), "INDEX_NAME"))
                    .isEmpty();
            assertThat(column(meta.getImportedKeys(null, "public", "node_state"), "FK_NAME"))
                    .isEmpty();
            assertThat(column(meta.getTypeInfo(), "TYPE_NAME")).contains("uuid", "timestamptz", "text");
            assertThat(connection.isValid(5)).isTrue();
            assertThat(connection.getSchema()).isEqualTo("public");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT n.oid,n.*,d.description FROM pg_catalog.pg_namespace n LEFT OUTER JOIN"
                        + " pg_catalog.pg_description d ON d.objoid=n.oid AND d.objsubid=0 AND"
                        + " d.classoid='pg_namespace'::regclass ORDER BY nspname",
                "SELECT c.oid,c.*,d.description,pg_catalog.pg_get_expr(c.relpartbound, c.oid) as partition_expr"
                        + " FROM pg_catalog.pg_class c LEFT OUTER JOIN pg_catalog.pg_description d ON d.objoid=c.oid"
                        + " AND d.objsubid=0 AND d.classoid='pg_class'::regclass WHERE c.relnamespace=2200"
                        + " AND c.relkind not in ('i','I','c')",
                "SELECT c.relname,a.*,pg_catalog.pg_get_expr(ad.adbin, ad.adrelid, true) as def_value FROM"
                        + " pg_catalog.pg_attribute a INNER JOIN pg_catalog.pg_class c ON (a.attrelid=c.oid)"
                        + " LEFT OUTER JOIN pg_catalog.pg_attrdef ad ON (a.attrelid=ad.adrelid AND a.attnum = ad.adnum)"
                        + " WHERE NOT a.attisdropped AND c.relname='node_state' ORDER BY a.attnum",
                "SELECT current_schema(), session_user",
                "select version()",
                "select table_name from information_schema.tables where table_schema = 'public'",
                "select column_name, data_type from information_schema.columns where table_name = 'node_state'",
                "SHOW search_path",
                "SHOW ALL"
            })
    void what_explorers_ask_has_an_answer(String sql) throws Exception {
        try (Connection connection = connect("")) {
            assertThat(rows(connection, sql)).isNotEmpty();
        }
    }

    @Test
    void values_are_the_same_as_text_and_binary_and_as_parameters() throws Exception {
        try (Connection connection = connect("?prepareThreshold=1&binaryTransfer=true");
                Connection text = connect("?binaryTransfer=false")) {
            String sql =
                    "select c.*, 12.5000 as exact, -0.00012 as small, 100000000 as big, cast(1.5 as double precision)"
                            + " as wide, date '2026-01-02' as born, n.labels, n.clock_skew from command_state c join"
                            + " node_state n on n.node = c.node where c.node = ? and c.queued_at > ? and c.attempts >= ?"
                            + " and c.truncated = ? and c.id > ? order by c.id";
            List<String> plain = prepared(text, sql);
            assertThat(plain).hasSizeGreaterThan(1);
            for (int i = 0; i < 4; i++) {
                assertThat(prepared(connection, sql)).isEqualTo(plain);
            }
        }
    }

    @Test
    void session_settings_are_its_own_and_times_follow_the_zone() throws Exception {
        try (Connection connection = connect("");
                Statement statement = connection.createStatement()) {
            statement.execute("SET extra_float_digits = 3");
            statement.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY");
            statement.execute("SET application_name = 'the bridge'");
            statement.execute("set time zone 'Europe/Berlin'");
            assertThat(rows(connection, "show timezone")).containsExactly("Europe/Berlin");
            assertThat(rows(connection, "select cast(timestamp with time zone '2026-01-01 12:00:00+00' as varchar)"))
                    .containsExactly("2026-01-01 12:00:00+00");
            assertThat(rows(connection, "select timestamp with time zone '2026-01-01 12:00:00+00'"))
                    .containsExactly("2026-01-01 13:00:00+01");
            assertThat(rows(connection, "select now() - interval '2 hours' < current_timestamp"))
                    .containsExactly("t");
            assertThatThrownBy(() -> statement.execute("set lock_mode 0"))
                    .hasMessageContaining("unrecognized configuration parameter \"lock_mode\"");
        }
    }

    @Test
    void an_error_says_where_and_a_failed_transaction_must_be_rolled_back() throws Exception {
        try (Connection connection = connect("")) {
            connection.setAutoCommit(false);
            assertThatThrownBy(() -> rows(connection, "select node, nope from node_state"))
                    .isInstanceOfSatisfying(PSQLException.class, e -> {
                        assertThat(e.getSQLState()).isEqualTo("42703");
                        assertThat(e.getServerErrorMessage().getPosition()).isEqualTo(14);
                    });
            assertThatThrownBy(() -> rows(connection, "select 1")).hasMessageContaining("ROLLBACK it first");
            connection.rollback();
            assertThat(rows(connection, "select 1")).containsExactly("1");
        }
    }

    @Test
    void rows_and_time_are_bounded_and_a_cursor_reads_in_parts() throws Exception {
        try (SqlDoor hasty = SqlDoor.open(access, settings(Duration.ofSeconds(2)));
                Connection connection = connect(hasty, "")) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.setFetchSize(100);
                assertThat(column(statement.executeQuery("select \"X\" as n from system_range(1, 950)"), "n"))
                        .hasSize(950);
                assertThatThrownBy(() ->
                                column(statement.executeQuery("select \"X\" as n from system_range(1, 1050)"), "n"))
                        .hasMessageContaining("more than 1000 rows")
                        .hasMessageContaining("sql.rows");
                connection.rollback();
                statement.setMaxRows(7);
                assertThat(column(statement.executeQuery("select \"X\" as n from system_range(1, 1050)"), "n"))
                        .hasSize(7);
                assertThatThrownBy(() -> statement.executeQuery(ENDLESS))
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                e -> assertThat(e.getSQLState()).isEqualTo("57014"));
                connection.rollback();
                assertThat(rows(connection, "select 1")).containsExactly("1");
            }
        }
    }

    @Test
    void postgresqls_ways_of_writing_are_understood() throws Exception {
        try (Connection connection = connect("")) {
            assertThat(rows(
                            connection,
                            "select n.labels->>'site', n.labels->'site', labels->>'none' from node_state n"
                                    + " where labels->>'site' = 'north' and node ~ '^ship[13]$' and node ilike"
                                    + " 'SHIP%'"))
                    .containsExactly("north|\"north\"|null");
            assertThat(rows(connection, "select E'it\\'s', $$a 'text'$$, 7::int4, 'x'::text /* and */ -- a comment"))
                    .containsExactly("it's|a 'text'|7|x");
            assertThat(rows(
                            connection,
                            "select floor(extract(epoch from queued_at) / 86400) * 86400 as \"time\","
                                    + " count(*) from command_state where queued_at between '2020-01-01T00:00:00Z' and"
                                    + " '2120-01-01T00:00:00Z' group by 1 order by 1"))
                    .hasSizeGreaterThan(3);
        }
    }

    @Test
    void one_client_too_many_is_told_so() throws Exception {
        try (Connection one = connect("");
                Connection two = connect("")) {
            assertThat(rows(one, "select 1")).isEqualTo(rows(two, "select 1"));
            assertThatThrownBy(() -> connect("")).hasMessageContaining("there are 2 clients");
        }
    }

    @Test
    void a_client_stays_in_when_the_tables_are_folded_anew() throws Exception {
        StateDatabase old = StateDatabase.open(folder.resolve("old"), Duration.ofSeconds(60));
        String password = StateDatabase.freshPassword();
        ReadAccess toOld = old.reader("reader", password);
        try (SqlDoor moving = SqlDoor.open(toOld, DoorSettings.onPort(0));
                Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + moving.port() + "/steward", "reader", password)) {
            assertThat(rows(connection, "select count(*) from command_state")).containsExactly("0");
            moving.follow(database.reader("reader2", password));
            old.close();
            assertThat(rows(connection, "select count(*) from command_state")).containsExactly("13");
        }
    }

    @Test
    void whoever_speaks_something_else_is_sent_away_and_others_go_on() throws Exception {
        for (String rubbish : List.of("GET / HTTP/1.1\r\n\r\n", "\0\0\0\0\0\0\0\0", "\0\uffff\uffff\uffff")) {
            try (Socket socket = new Socket("127.0.0.1", door.port())) {
                OutputStream out = socket.getOutputStream();
                out.write(rubbish.getBytes(StandardCharsets.ISO_8859_1));
                socket.shutdownOutput();
                socket.setSoTimeout(10_000);
                InputStream in = socket.getInputStream();
                assertThat(in.readNBytes(100)).hasSizeLessThan(100);
            } catch (java.net.SocketException e) {
                assertThat(e).hasMessageContaining("reset");
            }
        }
        try (Connection connection = connect("")) {
            assertThat(rows(connection, "select 1")).containsExactly("1");
        }
    }

    private static DoorSettings settings(Duration longestQuery) {
        return new DoorSettings(0, 2, MOST_ROWS, longestQuery);
    }

    private Connection connect(String options) throws SQLException {
        return connect(door, options);
    }

    private Connection connect(SqlDoor door, String options) throws SQLException {
        String url = "jdbc:postgresql://127.0.0.1:" + door.port() + "/steward" + options;
        return DriverManager.getConnection(url, access.user(), access.password());
    }

    private static List<String> prepared(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, "ship3");
            statement.setTimestamp(2, new Timestamp(0));
            statement.setInt(3, 1);
            statement.setBoolean(4, false);
            statement.setObject(5, new java.util.UUID(0, 0));
            return all(statement.executeQuery());
        }
    }

    private static List<String> rows(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return all(statement.executeQuery(sql));
        }
    }

    private static List<String> all(ResultSet rows) throws SQLException {
        List<String> all = new ArrayList<>();
        while (rows.next()) {
            StringJoiner row = new StringJoiner("|");
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                row.add(String.valueOf(rows.getString(i)));
            }
            all.add(row.toString());
        }
        return all;
    }

    private static List<String> column(ResultSet rows, String name) throws SQLException {
        List<String> values = new ArrayList<>();
        while (rows.next()) {
            values.add(rows.getString(name));
        }
        return values;
    }
}
