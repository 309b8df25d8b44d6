package io.steward.ops.bench.query;

import io.steward.model.wire.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * One request to a controller's API. A value.
 *
 * @param list where its answer holds rows; empty: its answer is one thing
 * @param rows how many there have to be at least
 */
record Request(String path, Optional<String> body, Optional<String> list, int rows) {
    static Request get(String path) {
        return new Request(path, Optional.empty(), Optional.empty(), 0);
    }

    static Request list(String path, String name, int rows) {
        return new Request(path, Optional.empty(), Optional.of(name), rows);
    }

    static Request sql(String query, int limit, int rows) {
        return new Request(
                "/api/v1/sql",
                Optional.of(Json.text(Map.of("query", query, "limit", limit))),
                Optional.of("rows"),
                rows);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
