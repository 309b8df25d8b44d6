package io.steward.ops.bench.query;

import io.steward.ops.bench.report.Goal;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Something that people ask, and what has to be read for it at least. A value.
 *
 * @param asked the requests for it, of the node with this number where it is about one
 * @param plain statements over the bare tables that read what the answer holds
 * @param goals what percentiles should reach, by the end of their figures' names
 */
record Question(
        String name, IntFunction<List<Request>> asked, IntFunction<List<String>> plain, Map<String, Goal> goals) {
    Question(String name, IntFunction<List<Request>> asked, IntFunction<List<String>> plain) {
        this(name, asked, plain, Map.of());
    }

    Question towards(Map<String, Goal> wanted) {
        return new Question(name, asked, plain, wanted);
    }
}
