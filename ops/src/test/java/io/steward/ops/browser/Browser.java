package io.steward.ops.browser;

import static org.awaitility.Awaitility.await;

import io.steward.ops.story.RunningFleet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.logging.Level;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/**
 * The one tab in which all stories look at the page, in the words that a user would have for it: places, things by
 * their {@code data-testid}, clicks, keys. One thread. Waits as long as it takes, up to {@link #PATIENCE}.
 */
final class Browser implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(Integer.getInteger("steward.browser.patience", 60));

    private final ChromeDriver driver;
    private final Downloads downloads;
    private String address = "";
    private int width;

    private Browser(ChromeDriver driver, Downloads downloads) {
        this.driver = driver;
        this.downloads = downloads;
    }

    static Browser start() {
        try {
            Path downloads = Files.createTempDirectory("steward-downloads");
            Browser browser = new Browser(Chromium.start(downloads), new Downloads(downloads));
            browser.desktop();
            browser.dark(false);
            browser.devtools("Emulation.setTimezoneOverride", Map.of("timezoneId", "UTC"));
            browser.devtools("Emulation.setLocaleOverride", Map.of("locale", "en-GB"));
            browser.devtools("Emulation.setFocusEmulationEnabled", Map.of("enabled", true));
            return browser;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // --- places

    /** Opens the page of this fleet at this place, signed in, anew: nothing of an earlier document is left. */
    void open(RunningFleet fleet, String place) {
        address = String.valueOf(fleet.endpoints().get("http"));
        online(true);
        if (!at().startsWith(address + "/")) {
            driver.get(address + "/page/icon.svg");
        }
        js(
                "sessionStorage.setItem('steward.token', arguments[0])",
                String.valueOf(fleet.endpoints().get("token")));
        driver.get("about:blank");
        complaints();
        driver.get(address + "/" + place);
    }

    /** Opens the page as somebody who has never been there. */
    void openAsStranger(RunningFleet fleet) {
        address = String.valueOf(fleet.endpoints().get("http"));
        online(true);
        driver.get(address + "/page/icon.svg");
        js("sessionStorage.clear(); localStorage.clear()");
        driver.get("about:blank");
        driver.get(address + "/");
    }

    /** Goes to a place of the page that is open. */
    void go(String place) {
        js("location.hash = arguments[0]", place);
    }

    /** The whole address that is open. */
    String at() {
        return Objects.requireNonNullElse(driver.getCurrentUrl(), "");
    }

    String title() {
        return Objects.requireNonNullElse(driver.getTitle(), "");
    }

    void reload() {
        driver.navigate().refresh();
    }

    // --- things

    static String id(String testid) {
        return "[data-testid=\"" + testid + "\"]";
    }

    /** The thing with this id, once it is there and can be seen. */
    WebElement thing(String testid) {
        return seen(id(testid));
    }

    /** The first element that this CSS selector finds, once it is there and can be seen. */
    WebElement seen(String css) {
        return await(css)
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(
                        () -> all(css).stream()
                                .filter(WebElement::isDisplayed)
                                .findFirst()
                                .orElse(null),
                        Objects::nonNull);
    }

    List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    int count(String css) {
        return ((Number) Objects.requireNonNull(js("return document.querySelectorAll(arguments[0]).length", css)))
                .intValue();
    }

    /** The text of the first element, empty if there is none. */
    String text(String css) {
        return String.valueOf(js("return (document.querySelector(arguments[0])?.innerText ?? '').trim()", css));
    }

    /** All that can be read in the view. */
    String read() {
        return text("main");
    }

    private static String shortened(String text) {
        return text.length() > 800 ? text.substring(0, 800) + "…" : text;
    }

    List<String> texts(String css) {
        List<String> found = new ArrayList<>();
        for (Object text : (List<?>) Objects.requireNonNull(
                js("return [...document.querySelectorAll(arguments[0])].map((one) => one.innerText.trim())", css))) {
            found.add(String.valueOf(text));
        }
        return found;
    }

    void click(String css) {
        retried(css, () -> {
            seen(css).click();
            return true;
        });
    }

    void fill(String css, String text) {
        retried(css, () -> {
            WebElement field = seen(css);
            field.sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.BACK_SPACE);
            field.sendKeys(text);
            return true;
        });
    }

    /** Presses keys where the focus is. */
    void press(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    /** What has the focus, in short. */
    String focus() {
        return String.valueOf(js("const it = document.activeElement;"
                + "return it.dataset.testid ?? it.dataset.key ?? (it.tagName + ' ' + it.innerText.slice(0, 60))"));
    }

    /** Waits until what the supplier tells is so; the page is asked again and again. */
    void until(String what, Supplier<Boolean> so) {
        await(what).atMost(PATIENCE).ignoreExceptions().until(so::get);
    }

    void untilReads(String css, String part) {
        untilReads(() -> "\"" + part + "\" in " + css + ", which reads \"" + shortened(text(css)) + "\"", css, part);
    }

    private void untilReads(Supplier<String> what, String css, String part) {
        try {
            org.awaitility.Awaitility.await()
                    .atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> text(css).contains(part));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("not seen: " + what.get(), e);
        }
    }

    // The page draws anew what changes, also between finding and clicking it.
    private static void retried(String css, Supplier<Boolean> act) {
        org.awaitility.Awaitility.await(css)
                .atMost(PATIENCE)
                .ignoreExceptionsMatching(e -> e instanceof StaleElementReferenceException
                        || e instanceof org.openqa.selenium.ElementClickInterceptedException
                        || e instanceof org.openqa.selenium.ElementNotInteractableException)
                .until(act::get);
    }

    /** Runs a script in the page. */
    @Nullable
    Object js(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    // --- surroundings

    void desktop() {
        size(1280, 800, false);
    }

    void phone() {
        size(390, 844, true);
    }

    private void size(int width, int height, boolean mobile) {
        this.width = width;
        devtools(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", mobile));
    }

    void dark(boolean dark) {
        devtools(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"),
                                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    }

    /** Takes the browser's network away and gives it back. */
    void online(boolean online) {
        devtools("Network.enable", Map.of());
        devtools(
                "Network.emulateNetworkConditions",
                Map.of("offline", !online, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
    }

    /** A script that runs at the beginning of every document from now on. */
    void beforeEveryDocument(String script) {
        devtools("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
    }

    private Map<String, Object> devtools(String method, Map<String, Object> parameters) {
        return driver.executeCdpCommand(method, parameters);
    }

    // --- judgement

    /**
     * What the console was told since this was asked last: errors and warnings, violations of the policy among them. Left
     * out is what the browser itself writes when a controller answers that it isn't ready: the page asked just that.
     */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .filter(line -> !line.matches(".*/health/ready - Failed to load resource: .* status of 503 .*"))
                .toList();
    }

    /** Waits until the view has drawn what it fetched. */
    void settled() {
        try {
            until("the view is there", () -> count("main h1") > 0 && count(".loading") == 0);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(at() + " is not there: " + shortened(text("body")) + complaints(), e);
        }
        untilStill();
    }

    // Nothing under way, and two pictures drawn since.
    private void untilStill() {
        driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                let calm = 0, before = -1;
                const look = () => {
                  const now = performance.getEntriesByType("resource").length + document.querySelectorAll("main *").length;
                  calm = now === before ? calm + 1 : 0;
                  before = now;
                  if (calm > 2) done(true); else setTimeout(look, 100);
                };
                look();
                """);
    }

    /** How wide the window is. */
    int width() {
        return width;
    }

    byte[] screenshot() {
        return Base64.getDecoder()
                .decode(String.valueOf(devtools("Page.captureScreenshot", Map.of("format", "png"))
                        .get("data")));
    }

    Downloads downloads() {
        return downloads;
    }

    @Override
    public void close() {
        driver.quit();
        downloads.forget();
    }
}
