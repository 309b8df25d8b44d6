package io.steward.ops.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.ops.story.RunningFleet;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;

/** Questions in SQL, asked on the page. */
@ExtendWith(BrowserExtension.class)
final class SqlStory {
    private final Browser browser;
    private final RunningFleet fleet;

    SqlStory(Browser browser, @Nodes(3) RunningFleet fleet) {
        this.browser = browser;
        this.fleet = fleet;
    }

    @Test
    void an_answer_is_a_table_and_can_be_taken_away_as_csv() throws IOException {
        browser.open(fleet, "#/sql");
        ask("SELECT node, 'a \"quoted\", and parted' AS words, 1 + 1 AS two FROM node_state ORDER BY node");
        browser.untilReads(Browser.id("sql-words"), "3 rows");
        browser.untilReads(Browser.id("sql-rows"), "ship3");
        browser.downloads().forget();
        browser.click(Browser.id("sql-csv"));
        assertThat(Files.readString(browser.downloads().file(".csv"))
                        .replace("\uFEFF", "")
                        .lines())
                .map(line -> line.toLowerCase(java.util.Locale.ROOT))
                .containsExactly(
                        "node,words,two",
                        "ship1,\"a \"\"quoted\"\", and parted\",2",
                        "ship2,\"a \"\"quoted\"\", and parted\",2",
                        "ship3,\"a \"\"quoted\"\", and parted\",2");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void a_wrong_question_is_answered_with_what_is_wrong() {
        browser.open(fleet, "#/sql");
        ask("SELECT nothing FROM node_state");
        browser.untilReads(Browser.id("sql-problem"), "not found");
        browser.complaints(); // the refusal
        ask("SELECT count(*) FROM node_state");
        browser.untilReads(Browser.id("sql-words"), "1 row");
        browser.until(
                "the problem is gone",
                () -> browser.text(Browser.id("sql-problem")).isEmpty());
    }

    @Test
    void the_views_are_listed() {
        browser.open(fleet, "#/sql");
        browser.untilReads(Browser.id("sql-views"), "node_state");
        assertThat(browser.text(Browser.id("sql-views")))
                .contains(
                        "command_state",
                        "command_history",
                        "node_history",
                        "event_log",
                        "delivery_proof",
                        "projection_position");
    }

    private void ask(String query) {
        browser.fill(Browser.id("sql-query"), query);
        browser.press(Keys.chord(Keys.CONTROL, Keys.ENTER));
    }
}
