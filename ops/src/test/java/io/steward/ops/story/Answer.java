package io.steward.ops.story;

import java.util.List;

/** What a call of {@code ops/steward} said, and how it ended. */
public record Answer(int exit, String out, String err) {
    List<String> lines() {
        return out.lines().toList();
    }

    String last() {
        List<String> lines = lines();
        return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    }
}
