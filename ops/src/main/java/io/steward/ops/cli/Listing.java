package io.steward.ops.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a list of the API whole, page by page, up to a limit. */
final class Listing {
    /** As many nodes as the API gives at once. */
    static final int NODES = 10_000;

    private static final int PAGE = 500;

    private Listing() {}

    static List<Map<String, @Nullable Object>> all(
            Api api, String path, String field, Map<String, ? extends @Nullable Object> parameters, int limit) {
        return all(api, path, field, parameters, limit, PAGE);
    }

    /** @param page how many are asked for at once */
    static List<Map<String, @Nullable Object>> all(
            Api api,
            String path,
            String field,
            Map<String, ? extends @Nullable Object> parameters,
            int limit,
            int page) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        Map<String, @Nullable Object> query = new LinkedHashMap<>(parameters);
        while (rows.size() < limit) {
            query.put("limit", Math.min(page, limit - rows.size()));
            Object answer = api.get(path + Api.query(query));
            List<Map<String, @Nullable Object>> found = Rows.list(answer, field);
            rows.addAll(found);
            Object after = Rows.object(answer).get("after");
            if (found.isEmpty() || after == null || after.equals(query.get("after"))) {
                break;
            }
            query.put("after", after);
        }
        return rows;
    }
}
