package io.steward.ops.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.ops.story.Answer;
import io.steward.ops.story.RunningFleet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;

/** Why did it fail on one of fifty nodes? Asked by somebody who has only read the README. */
@ExtendWith(BrowserExtension.class)
final class NewcomerStory {
    private final Browser browser;
    private final RunningFleet fleet;
    private int clicks;

    NewcomerStory(Browser browser, @Nodes(50) RunningFleet fleet) {
        this.browser = browser;
        this.fleet = fleet;
    }

    @Test
    void two_clicks_lead_from_the_front_page_to_the_reason() {
        browser.open(fleet, "#/");
        browser.until(
                "all are there",
                () -> browser.text(Browser.id("total-all") + " strong").equals("50"));
        assertThat(browser.text(Browser.id("total-failed"))).contains("1");
        click(Browser.id("total-failed"));
        browser.until("one is left", () -> browser.count("[data-testid=nodes] .vrow") == 1);
        click("[data-testid=nodes] [data-col=last] a");
        browser.untilReads(Browser.id("why"), "No space left on device");
        assertThat(browser.text(Browser.id("command-node"))).isEqualTo(MadeUpFleet.FAILED);
        assertThat(browser.text(Browser.id("output-text-stderr"))).contains(MadeUpFleet.REASON.strip());
        browser.settled();
        Pictures.takeForReadme(browser, "command");
        Figures.tell("clicks from the front page to why it failed on one of 50 nodes", String.valueOf(clicks));
        assertThat(clicks).isEqualTo(2);
    }

    @Test
    void three_keys_lead_there_too() {
        browser.open(fleet, "#/");
        browser.until(
                "all are there",
                () -> browser.text(Browser.id("total-all") + " strong").equals("50"));
        browser.js("document.activeElement.blur()");
        browser.press("x");
        browser.until("in the row that is left", () -> browser.focus().equals(MadeUpFleet.FAILED));
        browser.press(Keys.ENTER);
        browser.untilReads(Browser.id("node-title"), MadeUpFleet.FAILED);
        browser.settled();
        browser.press("x");
        browser.untilReads(Browser.id("why"), "No space left on device");
        Figures.tell("keys from the front page to why it failed, without a mouse", "3");
    }

    @Test
    void the_tab_key_reaches_what_the_mouse_reaches() {
        browser.open(fleet, "#/");
        browser.until(
                "all are there",
                () -> browser.text(Browser.id("total-all") + " strong").equals("50"));
        browser.js("document.activeElement.blur()");
        tabTo("total-failed");
        browser.press(Keys.ENTER);
        browser.until("one is left", () -> browser.count("[data-testid=nodes] .vrow") == 1);
        tabTo(MadeUpFleet.FAILED);
        browser.press(Keys.ENTER);
        browser.untilReads(Browser.id("node-title"), MadeUpFleet.FAILED);
        browser.settled();
        tabTo("tar -czf");
        browser.press(Keys.ENTER);
        browser.untilReads(Browser.id("why"), "No space left on device");
    }

    @Test
    void shortcuts_lead_to_every_view_and_a_list_tells_them() {
        browser.open(fleet, "#/");
        browser.settled();
        browser.press("?");
        browser.untilReads(Browser.id("help-dialog"), "Keyboard");
        browser.press(Keys.ESCAPE);
        browser.until("the list is closed", () -> browser.count(Browser.id("help-dialog")) == 0);
        for (String[] one :
                new String[][] {{"c", "Commands"}, {"e", "Events"}, {"s", "Send"}, {"q", "SQL"}, {"f", "Fleet"}}) {
            browser.press("g" + one[0]);
            browser.until(one[1], () -> browser.text("main h1").startsWith(one[1]));
            browser.settled();
        }
        browser.press("/");
        browser.until("in the filter", () -> browser.focus().equals("filter"));
    }

    /** The command line's way: two commands, as the README has them. */
    @Test
    void the_command_line_leads_there_in_two_commands() {
        Answer failed = fleet.steward("commands", "--status", "FAILED");
        assertThat(failed.out()).contains(MadeUpFleet.FAILED);
        String id = failed.out()
                .lines()
                .filter(line -> line.contains(MadeUpFleet.FAILED))
                .flatMap(line -> java.util.Arrays.stream(line.split("\\s+")))
                .filter(word -> word.matches("[0-9a-f-]{36}"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(failed.out()));
        assertThat(fleet.steward("command", id).out()).contains(MadeUpFleet.REASON.strip());
    }

    private void click(String css) {
        browser.click(css);
        clicks++;
    }

    private void tabTo(String wanted) {
        for (int i = 1; i <= 80; i++) {
            browser.press(Keys.TAB);
            if (browser.focus().contains(wanted)) {
                return;
            }
        }
        throw new AssertionError(wanted + " is not reached by the Tab key; it is at " + browser.focus());
    }
}
