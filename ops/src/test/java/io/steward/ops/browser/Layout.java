package io.steward.ops.browser;

import java.util.List;
import java.util.Objects;

/** Whether what is shown fits into the window. */
final class Layout {
    private Layout() {}

    /** What reaches out of the window to the side, though it doesn't scroll within a box of its own; empty if nothing does. */
    static List<String> sticksOut(Browser browser) {
        List<?> found = (List<?>) Objects.requireNonNull(browser.js("""
                const wide = document.documentElement.clientWidth;
                const scrolls = document.documentElement.scrollWidth;
                if (scrolls <= wide && innerWidth <= arguments[0]) return [];
                return [`${scrolls} of ${wide}, window ${innerWidth}`].concat([...document.body.querySelectorAll("*")]
                  .filter((it) => it.getBoundingClientRect().right > wide + 1)
                  .map((it) => `${it.tagName}.${it.className} ${Math.round(it.getBoundingClientRect().right)}`).slice(0, 6));
                """, browser.width()));
        return found.stream().map(String::valueOf).toList();
    }
}
