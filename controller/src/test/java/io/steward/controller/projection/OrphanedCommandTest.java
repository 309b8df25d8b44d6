package io.steward.controller.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the database finds commands whose journal is gone, which is asked all the time. */
final class OrphanedCommandTest {
    @Test
    void looks_at_open_commands_alone_however_few_nodes_there_are(@TempDir Path folder) throws Exception {
        try (StateDatabase database = StateDatabase.open(folder, Duration.ofMinutes(1));
                Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into steward.node (node, first_seen) values ('ship1', current_timestamp)");
            String plan = plan(statement);
            assertThat(plan)
                    .containsSubsequence("FROM steward.open_command", "JOIN steward.command c", "JOIN steward.node s");
            assertThat(plan).as("a command is found by its id").doesNotContain("command_by_node");
        }
    }

    private static String plan(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("explain select * from public.orphaned_command")) {
            rows.next();
            return rows.getString(1);
        }
    }
}
