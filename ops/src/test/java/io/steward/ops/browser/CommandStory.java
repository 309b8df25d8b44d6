package io.steward.ops.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.ops.story.RunningFleet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;

/** A command from the form to its end, by hand. */
@ExtendWith(BrowserExtension.class)
final class CommandStory {
    private final Browser browser;
    private final RunningFleet fleet;

    CommandStory(Browser browser, @Nodes(3) RunningFleet fleet) {
        this.browser = browser;
        this.fleet = fleet;
    }

    @Test
    void it_is_previewed_confirmed_watched_searched_and_saved() throws IOException {
        Path seen = fleet.home().resolve("live output was seen");
        browser.open(fleet, "#/send");
        choose("ship1");
        browser.untilReads(Browser.id("preview-headline"), "1 node");
        browser.click("input[type=radio]" + Browser.id("shell-script"));
        script("for i in 1 2 3 4 5 6 7 8; do echo line $i of the live output; sleep 0.1; done;" + " until [ -e '" + seen
                + "' ]; do sleep 0.1; done; echo needle in the haystack");
        browser.click(Browser.id("send-review"));
        browser.untilReads(Browser.id("dialog"), "1 node");
        browser.click(Browser.id("dialog-go"));

        browser.untilReads(Browser.id("output-text-stdout"), "line 2 of the live output");
        assertThat(browser.text(Browser.id("output-note"))).as("it still runs").contains("Live");
        Files.createFile(seen);
        browser.untilReads(Browser.id("output-text-stdout"), "needle");
        browser.until("it succeeded", () -> stands("SUCCEEDED"));

        browser.fill(Browser.id("output-find"), "live output");
        browser.untilReads(Browser.id("output-matches"), "1 of 8");
        browser.press(Keys.ENTER);
        browser.untilReads(Browser.id("output-matches"), "2 of 8");

        browser.downloads().forget();
        browser.click(Browser.id("output-download"));
        List<String> saved = Files.readAllLines(browser.downloads().file(".txt"));
        assertThat(saved).hasSize(9).endsWith("needle in the haystack").startsWith("line 1 of the live output");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void what_was_asked_while_it_ran_and_is_answered_after_its_end_is_not_shown_again() throws IOException {
        Path more = fleet.home().resolve("its page is open");
        Path end = fleet.home().resolve("its second line was asked for");
        String id = fleet.sendStreamed(
                "ship3",
                "echo first; until [ -e '" + more + "' ]; do sleep 0.1; done; echo second; until [ -e '" + end
                        + "' ]; do sleep 0.1; done; echo third");
        browser.open(fleet, "#/commands/" + id);
        browser.untilReads(Browser.id("output-text-stdout"), "first");
        browser.settled();
        browser.js("""
                const plain = window.fetch;
                window.held = [];
                window.fetch = async (address, options) => {
                  const answer = await plain(address, options);
                  if (String(address).includes("method=output")) await new Promise((go) => window.held.push(go));
                  return answer;
                };""");
        Files.createFile(more);
        browser.until("the second line was asked for", () -> held() > 0);
        Files.createFile(end);
        browser.until("it succeeded", () -> stands("SUCCEEDED"));
        browser.untilReads(Browser.id("output-text-stdout"), "third");

        browser.js("window.held.forEach((go) => go())");
        browser.settled();
        assertThat(browser.text(Browser.id("output-text-stdout"))).isEqualTo("first\nsecond\nthird");
        assertThat(browser.text(Browser.id("output-note"))).doesNotContain("Live");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void a_running_command_is_canceled() {
        String id = fleet.send("ship2", "sleep 600");
        fleet.awaitStatus(id, "STARTED");
        browser.open(fleet, "#/commands/" + id);
        browser.click(Browser.id("cancel"));
        browser.untilReads(Browser.id("dialog"), "It runs");
        browser.click(Browser.id("dialog-go"));
        browser.until("canceled", () -> stands("CANCELED"));
        assertThat(fleet.ended(id).get("status")).isEqualTo("CANCELED");
    }

    @Test
    void what_failed_on_some_is_run_again_on_those_only() throws IOException {
        Path room = Files.createTempDirectory("steward-room");
        fleet.steward(
                "run",
                "--all",
                "--",
                "sh",
                "-c",
                "mkdir " + room + "/first || mkdir " + room + "/second || { echo no room for a third >&2; exit 3; }");
        var failed = fleet.sql("SELECT id, node FROM command_state WHERE exit_code = 3 ORDER BY id DESC LIMIT 1")
                .get(0);

        browser.open(fleet, "#/commands/" + failed.get("id"));
        browser.untilReads(Browser.id("why"), "no room for a third");
        browser.untilReads(Browser.id("siblings"), "3 nodes");
        browser.click(Browser.id("run-failed"));
        String question = browser.thing("dialog").getText();
        assertThat(List.of("ship1", "ship2", "ship3").stream().filter(question::contains))
                .containsExactly(String.valueOf(failed.get("node")));
        browser.click(Browser.id("dialog-go"));
        browser.until(
                "the new command's page",
                () -> browser.at().contains("#/commands/") && !browser.at().contains(String.valueOf(failed.get("id"))));
        browser.untilReads(Browser.id("command-node"), String.valueOf(failed.get("node")));
        assertThat(fleet.sql("SELECT count(*) n FROM command_state WHERE args LIKE '%" + room + "%'")
                        .get(0)
                        .get("n"))
                .isEqualTo(4);
    }

    private int held() {
        return ((Number) browser.js("return window.held.length")).intValue();
    }

    private boolean stands(String status) {
        return browser.count("[data-testid=command-head] [data-status=" + status + "]") == 1;
    }

    private void choose(String node) {
        browser.fill(Browser.id("target-nodes"), node);
        browser.press(Keys.ENTER);
        browser.untilReads(Browser.id("chosen-nodes"), node);
    }

    private void script(String text) {
        browser.fill("textarea" + Browser.id("shell-script"), text);
    }
}
