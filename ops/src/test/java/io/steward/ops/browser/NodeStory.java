package io.steward.ops.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.ops.story.RunningFleet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One node: its time axis, its queue, its events; and the questions that anybody may ask of all. */
@ExtendWith(BrowserExtension.class)
final class NodeStory {
    private final Browser browser;
    private final RunningFleet fleet;

    NodeStory(Browser browser, @Nodes(3) RunningFleet fleet) {
        this.browser = browser;
        this.fleet = fleet;
    }

    @Test
    void its_commands_and_its_presence_are_drawn_on_the_time_axis() {
        String id = String.valueOf(fleet.ended(fleet.send("ship1", "sleep 1")).get("id"));
        browser.open(fleet, "#/nodes/ship1");
        browser.untilReads(Browser.id("node-title"), "ship1");
        browser.until("its bar", () -> browser.count("svg.timeline .bar[data-id='" + id + "']") == 1);
        browser.until("its presence", () -> browser.count("svg.timeline rect.online") > 0);
        browser.until("what it said", () -> browser.count("svg.timeline .mark") > 0);
        assertThat(((Number) browser.js(
                                "return document.querySelector(arguments[0]).getBoundingClientRect().width",
                                "svg.timeline .bar[data-id='" + id + "']"))
                        .doubleValue())
                .isPositive();
        browser.click(Browser.id("timeline-as-table"));
        browser.untilReads(".timeline-table", "sleep 1");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void what_waits_for_a_node_that_is_away_stands_in_its_queue() {
        fleet.steward("stop", "ship3", "--kill");
        try {
            fleet.send("ship3", "echo patience");
            browser.open(fleet, "#/nodes/ship3");
            browser.untilReads(Browser.id("node-queue"), "echo patience");
        } finally {
            fleet.steward("start", "ship3");
            fleet.awaitOnline("ship3", true);
        }
        browser.until("the queue is empty", () -> browser.count(Browser.id("queue-empty")) == 1);
    }

    @Test
    void events_come_in_as_they_happen_and_are_filtered() {
        browser.open(fleet, "#/events");
        browser.until("some", () -> browser.count("[data-testid=events] .vrow") > 0);
        String ask = "{\"targets\":{\"nodes\":[\"ship1\"]},\"method\":\"shellcommand\",\"domain\":\"operatingsystem\","
                + "\"args\":{\"argv\":[\"echo\",\"a telling line\"],\"stream\":true}}";
        var answer = fleet.request("POST", "/api/v1/commands", ask, java.util.Map.of());
        assertThat(answer.statusCode()).isEqualTo(202);
        browser.untilReads("[data-testid=events]", "a telling line");
        browser.fill(Browser.id("events-node"), "ship2");
        browser.until(
                "only those of ship2",
                () -> browser.at().contains("node=ship2")
                        && !browser.text("[data-testid=events]").contains("telling"));
        fleet.ended(answer.body().replaceAll("(?s).*\"id\":\"([^\"]+)\".*", "$1"));
    }

    @Test
    void the_past_shows_the_fleet_as_it_was() {
        browser.open(fleet, "#/?show=table");
        browser.until("three", () -> browser.count("[data-testid=nodes] .vrow") == 3);
        long before = succeeded("ship1");
        String moment = java.time.Instant.now().toString();
        fleet.ended(fleet.send("ship1", "true"));
        browser.until("counted", () -> succeeded("ship1") == before + 1);

        browser.go("#/?show=table&at=" + moment);
        browser.until("as it was", () -> succeeded("ship1") == before);
        browser.untilReads(Browser.id("time-words"), "The past");
        assertThat(browser.count("body[data-past]")).isEqualTo(1);
        browser.click(Browser.id("time-now"));
        browser.until("as it is", () -> succeeded("ship1") == before + 1);

        browser.click(Browser.id("time-open"));
        browser.js("""
                const slider = document.querySelector("[data-testid=time-slider]");
                slider.value = 0;
                slider.dispatchEvent(new Event("input", { bubbles: true }));
                """);
        browser.until("before there was anything", () -> browser.count("[data-testid=nodes] .vrow") == 0);
        browser.untilReads(Browser.id("time-words"), "The past");
        browser.click(Browser.id("time-now"));
        browser.until("three again", () -> browser.count("[data-testid=nodes] .vrow") == 3);
    }

    private long succeeded(String node) {
        String text = browser.text("[data-testid=nodes] .vrow[data-key=" + node + "] [data-col=succeeded]");
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }
}
