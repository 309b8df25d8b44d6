package io.steward.ops.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.ops.story.RunningFleet;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;

/** Five thousand nodes on one page. */
@ExtendWith(BrowserExtension.class)
final class FleetStory {
    private static final int NODES = 5000;
    private static final String ROWS = "[data-testid=nodes] .vrow";

    private final Browser browser;
    private final RunningFleet fleet;

    FleetStory(Browser browser, @Nodes(NODES) RunningFleet fleet) {
        this.browser = browser;
        this.fleet = fleet;
    }

    @Test
    void the_first_useful_paint_comes_soon_and_draws_only_what_is_in_sight() {
        browser.beforeEveryDocument("""
                window.longest = 0;
                new PerformanceObserver((list) => list.getEntries().forEach((one) => {
                  window.longest = Math.max(window.longest, Math.round(one.duration));
                })).observe({ type: "longtask", buffered: true });
                addEventListener("DOMContentLoaded", () => {
                  const watch = new MutationObserver(() => {
                    if (!document.querySelector("[data-testid=nodes] .vrow")) return;
                    watch.disconnect();
                    requestAnimationFrame(() => requestAnimationFrame(() => performance.mark("useful")));
                  });
                  watch.observe(document.body, { subtree: true, childList: true });
                });
                """);
        browser.open(fleet, "#/");
        browser.until("the fleet is drawn", () -> total("all") == NODES);
        browser.settled();
        for (String paint : List.of("useful", "first-contentful-paint")) {
            browser.until(paint, () -> number("return performance.getEntriesByName('" + paint + "').length") > 0);
        }
        long useful = number("return Math.round(performance.getEntriesByName('useful')[0].startTime)");
        long first = number("return Math.round(performance.getEntriesByName('first-contentful-paint')[0].startTime)");
        long longest = number("return window.longest");
        Figures.tell(
                NODES + " nodes: first useful paint",
                useful + " ms after the start of navigation (first paint " + first + " ms, " + browser.count("*")
                        + " elements, " + browser.count(ROWS) + " rows, longest task " + longest + " ms)");
        assertThat(useful).isLessThan(30_000);
        assertThat(browser.count(ROWS)).isBetween(5, 60);
        assertThat(browser.count("*")).isLessThan(2_500);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void the_last_node_is_reached_by_scrolling_and_by_a_key() {
        table("");
        String last = "zeebrugge-499";
        browser.js("const box = document.querySelector('[data-testid=nodes] .vbox'); box.scrollTop = box.scrollHeight");
        browser.until("the last node", () -> browser.count(row(last)) == 1);
        assertThat(browser.count(ROWS)).isLessThan(80);
        browser.js("document.querySelector('[data-testid=nodes] .vrow').focus()");
        browser.press(Keys.HOME);
        browser.until("the first one", () -> browser.focus().equals("antwerp-001"));
        browser.press(Keys.END);
        browser.until("the last one again", () -> browser.focus().equals(last));
    }

    @Test
    void a_change_among_thousands_is_seen_live() {
        table("ship");
        browser.until("three are left", () -> browser.count(ROWS) == 3);
        long before = Long.parseLong(cell("ship2", "succeeded").replace(",", ""));
        fleet.ended(fleet.send("ship2", "true"));
        browser.until("counted", () -> cell("ship2", "succeeded").equals(String.valueOf(before + 1)));
    }

    @Test
    void it_is_filtered_by_text_by_label_and_by_sql() {
        table("oslo-0");
        browser.until("by text", () -> total("all") == 99);
        browser.fill(Browser.id("filter"), "site=genoa");
        browser.until("by label", () -> total("all") == 500);
        browser.fill(Browser.id("filter"), "site=genoa role=engine");
        long expected = ((Number) Objects.requireNonNull(fleet.sql(
                                "SELECT count(*) n FROM node_state WHERE (labels).\"site\" = 'genoa' AND (labels).\"role\" = 'engine'")
                        .get(0)
                        .get("n")))
                .longValue();
        assertThat(expected).isPositive();
        browser.until("by two labels", () -> total("all") == expected);

        browser.open(fleet, "#/?where=queued%20%3E%202");
        long waiting = ((Number) Objects.requireNonNull(fleet.sql("SELECT count(*) n FROM node_state WHERE queued > 2")
                        .get(0)
                        .get("n")))
                .longValue();
        assertThat(waiting).isPositive();
        browser.until("by SQL", () -> total("all") == waiting);
        browser.fill(Browser.id("filter"), "queued > > 2");
        browser.untilReads(Browser.id("filter-fault"), "where");
        browser.complaints(); // the refusal
    }

    @Test
    void its_totals_are_those_of_the_state_database_and_filter() {
        browser.open(fleet, "#/");
        for (String[] one : new String[][] {
            {"online", "online"},
            {"away", "NOT online"},
            {"owed", "NOT online AND queued > 0"},
            {"running", "running > 0"}
        }) {
            long expected = ((Number)
                            Objects.requireNonNull(fleet.sql("SELECT count(*) n FROM node_state WHERE " + one[1])
                                    .get(0)
                                    .get("n")))
                    .longValue();
            browser.until(one[0] + " " + expected, () -> total(one[0]) == expected);
        }
        browser.click(Browser.id("total-owed"));
        browser.until("only those", () -> browser.at().contains("state=owed"));
        assertThat(browser.text(ROWS)).contains("away");
    }

    @Test
    void the_map_is_walked_by_keys_and_opens_a_node() {
        browser.open(fleet, "#/?show=map");
        browser.until("all are on the map", () -> browser.count("[data-testid=map][data-count='5000']") == 1);
        browser.js("document.querySelector('[data-testid=map]').focus()");
        browser.press(Keys.END);
        browser.untilReads("#map-option", "zeebrugge-499");
        browser.press(Keys.ENTER);
        browser.untilReads(Browser.id("node-title"), "zeebrugge-499");
    }

    private void table(String words) {
        browser.open(fleet, "#/?show=table" + (words.isEmpty() ? "" : "&q=" + words));
        browser.until("rows", () -> browser.count(ROWS) > 2);
    }

    private long total(String of) {
        return Long.parseLong(
                browser.text(Browser.id("total-" + of) + " strong").replace(",", ""));
    }

    private String cell(String node, String column) {
        return browser.text(row(node) + " [data-col=" + column + "]");
    }

    private static String row(String node) {
        return ROWS + "[data-key=" + node + "]";
    }

    private long number(String script) {
        return ((Number) Objects.requireNonNull(browser.js(script))).longValue();
    }
}
