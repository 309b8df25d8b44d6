package io.steward.ops.whole;

import static io.steward.ops.whole.WholeFleet.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that comes back with an empty disk, and one that does not. */
class LostJournalTest {
    @TempDir
    Path folder;

    @Test
    void what_a_gone_journal_had_received_is_lost_and_nothing_else() throws Exception {
        try (WholeFleet fleet = new WholeFleet(folder)) {
            fleet.awaitReady();
            fleet.enrol("ship1");
            fleet.enrol("ship2");
            fleet.startAgent("ship1");
            fleet.startAgent("ship2");
            Path go = folder.resolve("go");
            String patience = "while [ ! -e " + go + " ]; do sleep 0.2; done";
            String running = fleet.run("ship1", patience);
            String waiting = fleet.run("ship1", "true");
            String same = fleet.run("ship2", patience);
            fleet.awaitStatus(running, "STARTED");
            fleet.awaitStatus(waiting, "DELIVERED");
            fleet.awaitStatus(same, "STARTED");
            fleet.stopAgent("ship1");
            fleet.stopAgent("ship2");
            String queued = fleet.run("ship1", "echo once >> " + folder.resolve("effects"));
            WholeFleet.delete(fleet.data("ship1"));
            fleet.startAgent("ship1");
            fleet.startAgent("ship2");
            fleet.awaitStatus(running, "LOST");
            fleet.awaitStatus(waiting, "LOST");
            fleet.awaitStatus(queued, "SUCCEEDED");
            assertThat(Files.readAllLines(folder.resolve("effects"))).containsExactly("once");
            assertThat(fleet.sql("select status from command_state where id = '" + same + "'"))
                    .containsExactly("STARTED");
            Files.createFile(go);
            fleet.awaitStatus(same, "SUCCEEDED");
            String fresh = fleet.run("ship1", "true");
            fleet.awaitStatus(fresh, "SUCCEEDED");
            assertThat(fleet.sql(
                            "select status, error_code, conflicts from command_state where id = '" + running + "'"))
                    .containsExactly("LOST|journal-gone|0");
            assertThat(fleet.sql("select count(*) from command_history where status = 'LOST'"))
                    .containsExactly("2");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(fleet.sql("select * from delivery_finding"))
                            .isEqualTo(List.of()));
        }
    }
}
