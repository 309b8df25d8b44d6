package io.steward.ops.browser;

import io.steward.ops.story.RunningFleet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every view, on a desk and on a phone, light and dark, with three nodes and with five thousand: nothing stands out of the
 * window, nobody is kept out, the console has nothing to complain about.
 */
@ExtendWith(BrowserExtension.class)
final class ViewsStory {
    private final Browser browser;

    ViewsStory(Browser browser) {
        this.browser = browser;
    }

    @Test
    void every_view_is_whole_with_three_nodes(@Nodes(3) RunningFleet fleet) {
        look(fleet, "3", views(fleet, "ship2", someWork(fleet)));
        browser.js("sessionStorage.setItem('steward.timeline', arguments[0])", "180000"); // three minutes
        browser.open(fleet, "#/nodes/ship2");
        browser.settled();
        Pictures.takeForReadme(browser, "node");
    }

    @Test
    void every_view_is_whole_with_five_thousand_nodes(@Nodes(5000) RunningFleet fleet) {
        String failed =
                String.valueOf(fleet.sql("SELECT id FROM command_state WHERE status = 'FAILED' ORDER BY id LIMIT 1")
                        .get(0)
                        .get("id"));
        String node = String.valueOf(fleet.sql("SELECT node FROM command_state WHERE id = '" + failed + "'")
                .get(0)
                .get("node"));
        look(fleet, "5000", views(fleet, node, failed));
        browser.open(fleet, "#/");
        browser.settled();
        Pictures.takeForReadme(browser, "fleet");
        browser.open(fleet, "#/send?where=(labels).%22site%22%20%3D%20'oslo'");
        browser.settled();
        browser.fill(Browser.id("shell-line"), "systemctl restart nginx");
        Pictures.takeForReadme(browser, "send");
    }

    private static String someWork(RunningFleet fleet) {
        fleet.steward("run", "--all", "--", "uname", "-a");
        fleet.steward("run", "--on", "ship1,ship3", "--", "df", "-h", "/");
        fleet.steward("run", "--all", "--", "sh", "-c", "echo checking the backups; ls /var/backup/etc.tar.gz");
        return String.valueOf(fleet.sql(
                        "SELECT id FROM command_state WHERE status = 'FAILED' AND node = 'ship2' ORDER BY id DESC LIMIT 1")
                .get(0)
                .get("id"));
    }

    private static Map<String, String> views(RunningFleet fleet, String node, String command) {
        String request =
                String.valueOf(fleet.sql("SELECT request_key FROM request_command WHERE command_id = '" + command + "'")
                        .get(0)
                        .get("request_key"));
        Map<String, String> views = new LinkedHashMap<>();
        views.put("fleet", "#/");
        views.put("node", "#/nodes/" + node);
        views.put("commands", "#/commands");
        views.put("command", "#/commands/" + command);
        views.put("request", "#/requests/" + request);
        views.put("events", "#/events");
        views.put("send", "#/send");
        views.put("sql", "#/sql");
        return views;
    }

    private void look(RunningFleet fleet, String many, Map<String, String> views) {
        SoftAssertions softly = new SoftAssertions();
        for (boolean phone : List.of(false, true)) {
            if (phone) {
                browser.phone();
            }
            for (Map.Entry<String, String> view : views.entrySet()) {
                browser.open(fleet, view.getValue());
                browser.settled();
                for (boolean dark : List.of(false, true)) {
                    browser.dark(dark);
                    String name =
                            String.join("-", view.getKey(), many, phone ? "phone" : "desk", dark ? "dark" : "light");
                    Pictures.take(browser, name);
                    if (!phone || !dark) { // a phone has the colours of a desk
                        softly.assertThat(Accessibility.faults(browser))
                                .as(name)
                                .isEmpty();
                    }
                }
                browser.dark(false);
                softly.assertThat(Layout.sticksOut(browser))
                        .as(view.getKey() + " " + many + (phone ? " phone" : " desk"))
                        .isEmpty();
                softly.assertThat(browser.complaints())
                        .as("console: " + view.getKey() + " " + many)
                        .isEmpty();
            }
            browser.desktop();
        }
        softly.assertAll();
    }
}
