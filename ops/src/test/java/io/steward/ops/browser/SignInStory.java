package io.steward.ops.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.ops.story.RunningFleet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who may look, and what they see first. */
@ExtendWith(BrowserExtension.class)
final class SignInStory {
    private final Browser browser;
    private final RunningFleet fleet;

    SignInStory(Browser browser, @Nodes(3) RunningFleet fleet) {
        this.browser = browser;
        this.fleet = fleet;
    }

    @Test
    void a_stranger_signs_in_with_the_token_and_sees_the_three_nodes() {
        browser.openAsStranger(fleet);
        browser.fill(Browser.id("token"), "not-the-token");
        browser.click(Browser.id("enter"));
        browser.untilReads(Browser.id("token-fault"), "does not know this token");
        browser.complaints(); // the refusal is one

        String token = String.valueOf(fleet.endpoints().get("token"));
        browser.fill(Browser.id("token"), token);
        browser.click(Browser.id("enter"));

        browser.untilReads("main", "ship1");
        assertThat(browser.read()).contains("ship2", "ship3");
        browser.untilReads(Browser.id("live"), "live");
        assertThat(browser.at()).doesNotContain(token);
        assertThat(browser.title()).contains("Fleet");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void who_signs_out_is_a_stranger_again() {
        browser.open(fleet, "#/");
        browser.untilReads("main", "ship1");
        browser.click(Browser.id("leave"));
        browser.thing("token");
        browser.reload();
        browser.thing("token");
        assertThat(browser.read()).doesNotContain("ship1");
    }

    @Test
    void a_secret_in_the_address_does_not_stay_there() {
        browser.openAsStranger(fleet);
        browser.thing("token");
        browser.open(fleet, "#token=secret");
        browser.untilReads("main", "ship1");
        assertThat(browser.at()).doesNotContain("secret");
    }
}
