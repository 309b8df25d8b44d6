package io.steward.ops.browser;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Holds what the browser shows against the rules of axe-core: WCAG 2.2 A and AA, and its best practices. */
final class Accessibility {
    private static final String RULES = read();

    private Accessibility() {}

    /** What is seriously or critically wrong: rule, why, and where; empty if nothing is. */
    static List<String> faults(Browser browser) {
        if (!Boolean.TRUE.equals(browser.js("return Boolean(window.axe)"))) {
            browser.js(RULES);
        }
        List<?> violations = (List<?>) Objects.requireNonNull(browser.js("""
                return axe.run(document, { resultTypes: ["violations"] }).then((found) => found.violations
                  .filter((one) => ["serious", "critical"].includes(one.impact))
                  .map((one) => ({ rule: one.id, help: one.help,
                    where: one.nodes.slice(0, 4).map((node) => node.target.join(" ") + " " + node.any.map((a) => a.message).join("; ")) })));
                """));
        List<String> faults = new ArrayList<>();
        for (Object violation : violations) {
            Map<?, ?> one = (Map<?, ?>) violation;
            faults.add(one.get("rule") + ": " + one.get("help") + " " + one.get("where"));
        }
        return faults;
    }

    private static String read() {
        try (InputStream script = Accessibility.class.getResourceAsStream("/axe.min.js")) {
            return new String(Objects.requireNonNull(script, "axe.min.js").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
