package io.steward.controller.read;

import io.steward.controller.projection.StateDatabase;
import io.steward.controller.read.door.DoorSettings;
import io.steward.controller.read.door.SqlDoor;
import io.steward.model.subject.Streams;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Properties;

/**
 * Asks through both doors of a small Java what would take all its memory or time, and then whether the database is still
 * there. A program of its own, because what it tries could end the Java that it runs in.
 */
final class SqlBlowUp {
    /** They have taken all memory long before their time is over, also on a slow machine. */
    static final List<String> ON_MEMORY = List.of(
            "select array_agg(x) from system_range(1, 1000000000) r(x)",
            "select json_arrayagg(x) from system_range(1, 1000000000) r(x)",
            "select median(x) from system_range(1, 1000000000) r(x)",
            "select x, row_number() over (order by x desc) from system_range(1, 1000000000) r(x)");

    static final List<String> ON_TIME = List.of(
            "select \"REPEAT\"('x', 2000000000)",
            "select repeat /* */ ('x', 2000000000)",
            "select rpad('x', 2000000000, 'y')",
            "select replace(n, 'x', n) from (select replace('xxxxxxxx', 'x', 'xxxxxxxx') as n)",
            "select hash('SHA-256', 'x', 2000000000)",
            "select length(U&\"REP\\0045AT\"('x', 2000000000))",
            "select $$'$$ || repeat('x', 2000000000) || $$'$$",
            "select regexp_like('" + "a".repeat(400) + "', 'a*a*a*a*b')",
            nested("select 'xxxxxxxx' as n", "select n || n || n || n as n from (", 16),
            nested("select 'xxxxxxxx' as n", "select concat(n, n, n, n) as n from (", 16),
            "with recursive t(n) as (select 1 union all select n + 1 from t) select count(*) from t",
            "with t(n) as (select 1 union all select n + 1 from t) select count(*) from t",
            "select x, count(*) from system_range(1, 1000000000) r(x) group by x",
            "select count(*) from system_range(1, 1000000000) a, system_range(1, 1000000000) b",
            "select case when '" + "a".repeat(40) + "!' regexp '(a+)+$' then 1 end",
            "select case when '" + "a".repeat(60) + "!' regexp '(a|a)*b' then 1 end",
            "select case when '" + "a".repeat(60) + "!' regexp '(a|a' || ')*b' then 1 end",
            "select case when '" + "a".repeat(400) + "!' regexp 'a*a*a*a*a*a*a*a*b' then 1 end",
            "select case when '" + "a".repeat(60) + "!' like '" + "%a".repeat(14) + "%b' then 1 end");

    private static final Duration HASTY = Duration.ofSeconds(2);
    private static final Duration PATIENT = Duration.ofSeconds(25);

    private SqlBlowUp() {}

    private static String nested(String inner, String outer, int times) {
        return outer.repeat(times) + inner + ")".repeat(times);
    }

    /** Prints one line for each attack and door: what became of it and how long that took. */
    public static void main(String[] args) throws Exception {
        try (StateDatabase database = StateDatabase.open(Path.of(args[0]), PATIENT)) {
            attack(database, HASTY, ON_TIME);
            attack(database, PATIENT, ON_MEMORY);
            System.out.println("ALIVE");
        }
    }

    private static void attack(StateDatabase database, Duration longest, List<String> attacks) throws Exception {
        try (SqlDoor door = SqlDoor.open(database.reader("reader", "secret"), new DoorSettings(0, 8, 1000, longest));
                StateReader reader = StateReader.open(
                        database.reader("api", StateDatabase.freshPassword()),
                        Streams.single(),
                        new ReadSettings(4, longest))) {
            for (String attack : attacks) {
                tell("api", attack, () -> reader.sql(attack, 100).rows().size());
                tell("sql", attack, () -> asked(door, attack));
                if (reader.sql("select count(*) from node_state", 1).rows().size() != 1
                        || asked(door, "select count(*) from node_state") != 1) {
                    System.out.println("DEAD after " + attack);
                }
            }
        }
    }

    private interface Question {
        int rows() throws Exception;
    }

    private static void tell(String door, String attack, Question question) {
        long begun = System.nanoTime();
        String end;
        try {
            end = question.rows() + " rows";
        } catch (Throwable e) {
            end = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        }
        long millis = (System.nanoTime() - begun) / 1_000_000;
        System.out.println(door + " | " + millis + " ms | " + attack.substring(0, Math.min(70, attack.length())) + " | "
                + end.substring(0, Math.min(120, end.length())));
    }

    private static int asked(SqlDoor door, String query) throws SQLException {
        Properties properties = new Properties();
        properties.put("user", "reader");
        properties.put("password", "secret");
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + door.port() + "/steward", properties);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            int count = 0;
            while (rows.next()) {
                count++;
            }
            return count;
        }
    }
}
