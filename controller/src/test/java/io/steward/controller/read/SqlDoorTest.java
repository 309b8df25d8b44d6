package io.steward.controller.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.controller.projection.StateDatabase;
import io.steward.controller.projection.StateDatabase.ReadAccess;
import io.steward.controller.read.door.DoorSettings;
import io.steward.controller.read.door.SqlDoor;
import io.steward.model.subject.Streams;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.StringJoiner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody who reads can see, and what nobody gets to do through the doors. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SqlDoorTest {
    private static final Map<String, String> VIEWS = Map.of(
            "node_state",
            "node, online, last_seen, first_seen, agent_version, os, arch, labels, boot_id, journal_id, queued,"
                    + " running, succeeded, failed, last_command_id, last_method, last_domain, last_status,"
                    + " last_exit_code, last_finished_at, outbox, dropped_events",
            "command_state",
            "id, node, method, domain, status, terminal, overdue, issued_by, issued_at, expires_at, delivered_at,"
                    + " started_at, finished_at, attempts, exit_code, stdout, stderr, stdout_bytes, stderr_bytes,"
                    + " truncated, error_code, error_message, args, reason, log_seq, conflicts",
            "command_history",
            "command_id, node, status, at, recorded_at, log_seq",
            "node_history",
            "node, changed, old_value, new_value, at, log_seq",
            "event_log",
            "seq, node, method, domain, at, body",
            "delivery_proof",
            "node",
            "projection_position",
            "stream, position, last_at, lag");

    @TempDir
    static Path folder;

    private StateDatabase database;
    private SqlDoor door;
    private ReadAccess access;
    private StateReader reader;

    @BeforeAll
    void open_the_door() throws Exception {
        database = StateDatabase.open(folder.resolve("state"), Duration.ofSeconds(5));
        access = database.reader("reader", "it's/secret?");
        door = SqlDoor.open(access, DoorSettings.onPort(0));
        reader = StateReader.open(
                database.reader("api", StateDatabase.freshPassword()), Streams.single(), ReadSettings.DEFAULTS);
    }

    @AfterAll
    void close() throws Exception {
        reader.close();
        door.close();
        database.close();
    }

    static List<String> forbidden() {
        return List.of(
                "select * from steward.command",
                "select * from steward.position",
                "insert into node_state(node) values ('ship9')",
                "update command_state set status = 'LOST'",
                "delete from command_state",
                "truncate table steward.command",
                "merge into steward.position (stream, seq, known_last) key (stream) values ('COMMANDS', 0, 0)",
                "select * from final table (delete from steward.command)",
                "create table public.mine (a int)",
                "create view public.mine as select 1",
                "create schema mine",
                "create alias run for 'java.lang.System.exit'",
                "create alias run as 'void run() {}'",
                "create aggregate run for 'x'",
                "create trigger run before insert on steward.command call 'x'",
                "create linked table mine ('', 'jdbc:h2:mem:', 'sa', '', 'x')",
                "create user mine password 'x'",
                "drop view public.node_state",
                "drop all objects",
                "alter user steward set password ''",
                "alter user reader admin true",
                "grant select on steward.command to reader",
                "runscript from '/etc/passwd'",
                "script to '/tmp/steward-script.sql'",
                "backup to '/tmp/steward-backup.zip'",
                "call csvwrite('/tmp/steward.csv', 'select 1')",
                "select * from csvread('/etc/passwd')",
                "select file_read('/etc/passwd')",
                "select file_write('x', '/tmp/steward-file')",
                "call link_schema('mine', '', 'jdbc:h2:mem:', 'sa', '', 'public')",
                "set db_close_delay 0",
                "set max_memory_rows 1",
                "set mode oracle",
                "set exclusive 1",
                "set trace_level_file 3",
                "shutdown",
                "shutdown immediately",
                "checkpoint",
                "select abort_session(1)");
    }

    @ParameterizedTest
    @MethodSource("forbidden")
    void whoever_reads_through_the_door_cannot_do_anything_else(String statement) throws Exception {
        assertThat(asked(statement)).startsWith("ERROR ");
        assertThat(reader.sql("select count(*) from command_state", 1).rows()).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("forbidden")
    void nor_with_the_simple_protocol_after_something_allowed(String statement) throws Exception {
        assertThat(asked("/steward?preferQueryMode=simple", access.password(), "select 1; " + statement))
                .startsWith("ERROR ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select version(), file_read('/etc/passwd')",
                "select * from pg_catalog.pg_class, csvread('/etc/passwd')",
                "select csvwrite('/tmp/steward.csv', 'select 1') from pg_catalog.pg_class",
                "select version(), link_schema('mine', '', 'jdbc:h2:mem:', 'sa', '', 'public')",
                "select version() from final table (delete from pg_catalog.pg_class)",
                "select * from pg_catalog.pg_class where exists (select 1 from information_schema.settings; shutdown)",
                "explain analyze delete from pg_catalog.pg_class",
                "copy node_state to '/tmp/steward-copy'",
                "do $$ shutdown $$",
                "set role steward",
                "set session authorization steward",
                "set default_transaction_read_only to off"
            })
    void nor_through_the_catalogue_or_in_other_words(String statement) {
        String views = asked("select count(*) from pg_catalog.pg_class");
        assertThat(asked(statement)).startsWith("ERROR ");
        assertThat(asked("select count(*) from pg_catalog.pg_class")).isEqualTo(views);
    }

    @Test
    void an_error_of_the_api_says_where() {
        assertThatThrownBy(() -> reader.sql("select node,\n  nope from node_state", 1))
                .isInstanceOf(BadQuery.class)
                .hasMessageContaining("at line 2, column 3 (near nope): Column \"nope\" not found");
        assertThatThrownBy(() -> reader.sql("select node form node_state where", 1))
                .isInstanceOf(BadQuery.class)
                .hasMessageContaining("at line 1, column")
                .hasMessageContaining("Syntax error");
    }

    @ParameterizedTest
    @MethodSource("forbidden")
    void nor_through_the_api(String statement) {
        assertThatThrownBy(() -> reader.sql(statement, 10)).isInstanceOf(BadQuery.class);
    }

    @Test
    void every_promised_column_is_there() throws Exception {
        for (Map.Entry<String, String> view : VIEWS.entrySet()) {
            assertThat(reader.sql("select * from " + view.getKey(), 1).columns())
                    .as(view.getKey())
                    .startsWith(view.getValue().split(",\\s*"));
        }
    }

    @Test
    void a_driver_asks_and_gets_an_answer() throws Exception {
        assertThat(asked("select count(*) from node_state")).isEqualTo("0");
        assertThat(asked("select 'ship' || 1")).isEqualTo("ship1");
        assertThat(asked("create alias run for 'java.lang.System.exit'")).contains("ERROR");
        assertThat(asked("select node, online, labels, last_seen from node_state"))
                .isEmpty();
    }

    @Test
    void nobody_gets_in_with_a_wrong_password_or_to_another_database() throws Exception {
        assertThat(asked("/steward", "wrong", "select 1"))
                .startsWith("ERROR ")
                .contains("password authentication failed for user \"reader\"");
        assertThat(asked("/mem:mine", access.password(), "select 1"))
                .startsWith("ERROR ")
                .contains("database \"mem:mine\" does not exist: use steward");
    }

    @Test
    void the_door_is_open_on_loopback_only() throws Exception {
        String port = String.format("%04X", door.port());
        List<String> listening = new ArrayList<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            Files.readAllLines(Path.of(table), StandardCharsets.US_ASCII).stream()
                    .map(line -> line.strip().split("\\s+"))
                    .filter(fields -> fields[3].equals("0A") && fields[1].endsWith(":" + port))
                    .forEach(fields -> listening.add(fields[1]));
        }
        assertThat(listening).isNotEmpty().allMatch(address -> address.contains("0100007F"));
    }

    @Test
    void a_query_without_end_is_ended() {
        assertThatThrownBy(() -> reader.sql(
                        "select count(*) from system_range(1, 1000000) a, system_range(1, 1000000) b"
                                + " where a.\"X\" + b.\"X\" < 0",
                        1))
                .isInstanceOf(BadQuery.class)
                .hasMessageContaining("canceled");
    }

    @Test
    void rows_are_bounded() throws Exception {
        Table table = reader.sql("select * from system_range(1, 100)", 10);
        assertThat(table.rows()).hasSize(10);
        assertThat(table.more()).isTrue();
        assertThat(reader.sql("select 1;", 1).more()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1=1) union select password_hash from information_schema.users --",
                "1=1) union select 'ship9' from (values (1)",
                "true; shutdown",
                "true -- and the rest",
                "true /* and */",
                "true // and",
                "'",
                "\"",
                "",
                "exists (select 1 from steward.command)",
                "node in (select stream from steward.position)",
                "no_such_column = 1",
                "node = ?",
                "$$x$$ = node"
            })
    void a_condition_stays_a_condition(String where) {
        assertThatThrownBy(() -> reader.targets(where)).isInstanceOf(BadQuery.class);
    }

    @Test
    void conditions_may_quote_what_would_otherwise_break_out() throws Exception {
        assertThat(reader.targets("node = 'a;b' or node = ') --' or (labels).site = 'it''s'"))
                .isEmpty();
        assertThat(reader.targets("node in (select node from command_state where overdue)"))
                .isEmpty();
    }

    private String asked(String query) {
        return asked("/steward", access.password(), query);
    }

    /** What the driver of ordinary SQL tools gets: rows by line, columns parted by a bar; or ERROR and the reason. */
    private String asked(String database, String password, String query) {
        Properties who = new Properties();
        who.setProperty("user", access.user());
        who.setProperty("password", password);
        who.setProperty("connectTimeout", "10");
        try (Connection connection =
                        DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + door.port() + database, who);
                Statement statement = connection.createStatement()) {
            StringJoiner rows = new StringJoiner("\n");
            if (!statement.execute(query)) {
                return "done";
            }
            ResultSet answer = statement.getResultSet();
            while (answer.next()) {
                StringJoiner row = new StringJoiner("|");
                for (int column = 1; column <= answer.getMetaData().getColumnCount(); column++) {
                    row.add(answer.getString(column));
                }
                rows.add(row.toString());
            }
            return rows.toString();
        } catch (SQLException e) {
            return "ERROR " + e.getMessage();
        }
    }
}
