package io.steward.ops.browser;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * The browser on this machine: named by {@code STEWARD_CHROMIUM} and {@code STEWARD_CHROMEDRIVER}, else found on the
 * PATH. Never downloads one; without one it is an error, not a skipped test.
 */
final class Chromium {
    static final String MISSING =
            "no chromium on the PATH: run .ci/tools (Debian, as root) or set STEWARD_CHROMIUM and STEWARD_CHROMEDRIVER";

    private static final List<String> ARGUMENTS = List.of(
            "--headless=new",
            "--disable-gpu",
            "--disable-dev-shm-usage", // containers often give it 64 MB
            "--no-first-run",
            "--disable-sync",
            "--disable-extensions",
            "--disable-component-update",
            "--disable-background-networking",
            "--disable-background-timer-throttling",
            "--disable-renderer-backgrounding",
            "--force-device-scale-factor=1",
            "--lang=en-GB");

    private static final Logger QUIET = Logger.getLogger("org.openqa.selenium");

    private Chromium() {}

    static ChromeDriver start(Path downloads) {
        Path browser = browser(System.getenv());
        Path driver = driver(System.getenv());
        ChromeOptions options = new ChromeOptions();
        options.setBinary(browser.toFile());
        options.addArguments(ARGUMENTS);
        if (root()) {
            options.addArguments("--no-sandbox");
        }
        options.setExperimentalOption(
                "prefs",
                Map.of("download.default_directory", downloads.toString(), "download.prompt_for_download", false));
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        System.setProperty("webdriver.remote.enableTracing", "false");
        QUIET.setLevel(Level.SEVERE); // it warns that it does not know the newest DevTools, which nobody asks it for
        ChromeDriver started = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(driver.toFile())
                        .usingAnyFreePort()
                        .withSilent(true)
                        .build(),
                options);
        started.manage().timeouts().scriptTimeout(Duration.ofSeconds(60));
        return started;
    }

    static Path browser(Map<String, String> environment) {
        return find(environment, "STEWARD_CHROMIUM", "chromium", "chromium-browser", "google-chrome");
    }

    static Path driver(Map<String, String> environment) {
        return find(environment, "STEWARD_CHROMEDRIVER", "chromedriver");
    }

    private static Path find(Map<String, String> environment, String variable, String... names) {
        String named = environment.getOrDefault(variable, "");
        if (!named.isBlank()) {
            if (!Files.isExecutable(Path.of(named))) {
                throw new IllegalStateException(variable + " is " + named + ", which is no program; " + MISSING);
            }
            return Path.of(named);
        }
        for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            for (String name : names) {
                Path path = Path.of(folder, name);
                if (Files.isExecutable(path)) {
                    return path.toAbsolutePath();
                }
            }
        }
        throw new IllegalStateException(MISSING);
    }

    // Chromium's sandbox does not work for root; for everybody else it stays on.
    private static boolean root() {
        return "root".equals(System.getProperty("user.name"));
    }
}
