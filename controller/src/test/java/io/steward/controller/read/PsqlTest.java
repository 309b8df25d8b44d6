package io.steward.controller.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.controller.projection.Month;
import io.steward.controller.projection.StateDatabase;
import io.steward.controller.projection.StateDatabase.ReadAccess;
import io.steward.controller.read.door.DoorSettings;
import io.steward.controller.read.door.SqlDoor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The real psql at the SQL port. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PsqlTest {
    @TempDir
    static Path folder;

    private StateDatabase database;
    private SqlDoor door;
    private ReadAccess access;

    @BeforeAll
    void open_the_door() throws Exception {
        database = StateDatabase.open(folder.resolve("state"), Duration.ofSeconds(30));
        new Month(InstantSource.system().instant()).into(database);
        access = database.reader("reader", "it's/a secret?");
        door = SqlDoor.open(access, DoorSettings.onPort(0));
    }

    @AfterAll
    void close() throws Exception {
        door.close();
        database.close();
    }

    @Test
    void the_printed_uri_is_all_it_needs() throws Exception {
        assertThat(psql(door.uri(), "-Atc", "select node, queued from node_state order by node"))
                .isEqualTo("ship1|0\nship2|0\nship3|0\nship4|2\n");
    }

    @Test
    void it_lists_and_describes_the_views() throws Exception {
        assertThat(psql(door.uri(), "-c", "\\d"))
                .contains("node_state", "command_state")
                .doesNotContain("ERROR");
        assertThat(psql(door.uri(), "-c", "\\d node_state"))
                .contains("View \"public.node_state\"", "last_seen", "timestamp with time zone", "json");
        assertThat(psql(door.uri(), "-c", "\\d+ node_state"))
                .contains("clock_skew")
                .doesNotContain("ERROR");
        assertThat(psql(door.uri(), "-c", "\\dv+"))
                .contains("One row per command.")
                .doesNotContain("ERROR");
        for (String list : List.of("\\l", "\\dn", "\\du", "\\dt", "\\df", "\\di", "\\dT", "\\conninfo", "\\encoding")) {
            assertThat(psql(door.uri(), "-c", list)).as(list).isNotBlank().doesNotContain("ERROR");
        }
    }

    @Test
    void it_is_told_what_is_wrong_and_where() throws Exception {
        assertThat(psql(door.uri(), "-c", "select nope from node_state"))
                .contains("Column \"nope\" not found", "LINE 1: select nope from node_state", "\n               ^");
        assertThat(psql(door.uri(), "-c", "delete from node_state")).contains("DELETE is not allowed");
        assertThat(psql(door.uri().replaceFirst(":[^:@/]+@", ":wrong@"), "-c", "select 1"))
                .contains("password authentication failed for user \"reader\"")
                .doesNotContain("wrong");
    }

    @Test
    void it_writes_csv_and_follows_settings_and_several_statements() throws Exception {
        assertThat(psql(door.uri(), "--csv", "-c", "select node, online from node_state where node = 'ship1'"))
                .isEqualTo("node,online\nship1,t\n");
        assertThat(psql(
                        door.uri(),
                        "-Atq",
                        "-c",
                        "set timezone = 'Europe/Berlin'",
                        "-c",
                        "begin; select 1; select timestamp with time zone '2026-01-01 12:00:00+00'; commit"))
                .isEqualTo("1\n2026-01-01 13:00:00+01\n");
    }

    /** What it printed, errors too. */
    private String psql(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(program(), "--no-psqlrc", "--no-password"));
        command.addAll(Arrays.asList(arguments));
        Path output = Files.createTempFile(folder, "psql", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("psql ends").isTrue();
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    private static String program() {
        Optional<String> named = Optional.ofNullable(System.getenv("STEWARD_PSQL"));
        return named.or(() -> Stream.of(System.getenv("PATH").split(":"))
                        .map(place -> Path.of(place, "psql"))
                        .filter(Files::isExecutable)
                        .map(Path::toString)
                        .findFirst())
                .orElseThrow(
                        () -> new AssertionError("no psql on the PATH: run .ci/tools (Debian), or set STEWARD_PSQL"));
    }
}
