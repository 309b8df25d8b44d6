package io.steward.ops.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.ops.story.RunningFleet;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What happens is seen without asking, also after the connection was away. */
@ExtendWith(BrowserExtension.class)
final class LiveStory {
    private final Browser browser;
    private final RunningFleet fleet;

    LiveStory(Browser browser, @Nodes(3) RunningFleet fleet) {
        this.browser = browser;
        this.fleet = fleet;
    }

    @Test
    void a_command_from_elsewhere_appears_without_reloading() {
        browser.open(fleet, "#/commands");
        live();
        browser.js("window.unharmed = true");
        String id = fleet.send("ship1", "echo from elsewhere");
        browser.until("its row succeeded", () -> browser.count(row(id, "SUCCEEDED")) == 1);
        assertThat(browser.js("return window.unharmed")).isEqualTo(true);
    }

    @Test
    void a_killed_node_is_shown_as_away_and_comes_back() {
        browser.open(fleet, "#/nodes/ship2");
        live();
        fleet.steward("stop", "ship2", "--kill");
        try {
            browser.until("away", () -> browser.count("[data-testid=node-head] .chip.away") == 1);
        } finally {
            fleet.steward("start", "ship2");
            fleet.awaitOnline("ship2", true);
        }
        browser.until("online again", () -> browser.count("[data-testid=node-head] .chip.away") == 0);
    }

    @Test
    void no_change_is_lost_when_the_controller_dies_and_comes_back() throws IOException {
        browser.open(fleet, "#/commands");
        live();
        String work = fleet.send("ship3", "sleep 3; echo done meanwhile");
        fleet.awaitStatus(work, "STARTED");
        browser.js("""
                window.said = "";
                const live = document.querySelector(arguments[0]);
                new MutationObserver(() => { window.said += live.innerText + " "; })
                  .observe(live, { subtree: true, childList: true, characterData: true, attributes: true });
                """, Browser.id("live"));
        fleet.kill("controller");
        browser.until(
                "reconnecting",
                () -> String.valueOf(browser.js("return window.said")).contains("reconnecting"));
        browser.until("live again", this::connected);
        browser.until("what ended meanwhile is shown", () -> browser.count(row(work, "SUCCEEDED")) == 1);
        browser.until(
                "no banner is left", () -> browser.text(Browser.id("health")).isEmpty());
        fleet.awaitReady();
        String next = fleet.ended(fleet.send("ship1", "true")).get("id").toString();
        browser.until("and what comes now", () -> browser.count(row(next, "SUCCEEDED")) == 1);
        browser.complaints(); // the attempts to reach it
    }

    @Test
    void a_browser_without_network_says_so_and_catches_up() {
        browser.open(fleet, "#/commands");
        live();
        browser.online(false);
        String id;
        try {
            id = String.valueOf(
                    fleet.ended(fleet.send("ship1", "echo while nobody looked")).get("id"));
            browser.js("dispatchEvent(new Event('offline'))");
            browser.untilReads(Browser.id("health"), "does not answer");
            assertThat(browser.count("[data-id='" + id + "']")).isZero();
        } finally {
            browser.online(true);
        }
        browser.until("live", this::connected);
        browser.until("the row is there", () -> browser.count(row(id, "SUCCEEDED")) == 1);
        browser.complaints(); // the attempts without network
    }

    /** From the log's storing it to the browser's showing it, by the clocks of one machine. */
    @Test
    void a_change_is_seen_within_a_second_or_so() {
        browser.open(fleet, "#/commands");
        live();
        browser.js("""
                window.seen = {};
                new MutationObserver(() => {
                  for (const row of document.querySelectorAll("[data-id][data-status]")) {
                    const name = row.dataset.id + " " + row.dataset.status;
                    if (!window.seen[name]) {
                      window.seen[name] = Date.now();
                      performance.mark(name);
                    }
                  }
                }).observe(document.querySelector("main"), { subtree: true, childList: true, attributes: true });
                """);
        long worst = 0;
        long sum = 0;
        for (int i = 0; i < 5; i++) {
            String id = fleet.send("ship" + (1 + i % 3), "true");
            browser.until("shown", () -> browser.count(row(id, "SUCCEEDED")) == 1);
            long delay = ((Number) java.util.Objects.requireNonNull(
                                    browser.js("return window.seen[arguments[0]]", id + " SUCCEEDED")))
                            .longValue()
                    - recorded(id);
            worst = Math.max(worst, delay);
            sum += delay;
        }
        Figures.tell(
                "live update: from stored in the log to drawn",
                sum / 5 + " ms on average, " + worst + " ms at worst of 5");
        assertThat(sum / 5).isBetween(0L, 10_000L);
    }

    private long recorded(String id) {
        Map<String, ?> row = fleet.sql(
                        "SELECT cast(extract(epoch from recorded_at) * 1000 as bigint) ms FROM command_history"
                                + " WHERE command_id = '" + id + "' AND status = 'SUCCEEDED'")
                .get(0);
        return ((Number) java.util.Objects.requireNonNull(row.get("ms"))).longValue();
    }

    private void live() {
        browser.until("live", this::connected);
        browser.settled();
    }

    private boolean connected() {
        return browser.count("[data-testid=live][data-state=live]") == 1;
    }

    private static String row(String id, String status) {
        return "[data-id='" + id + "'][data-status='" + status + "']";
    }
}
