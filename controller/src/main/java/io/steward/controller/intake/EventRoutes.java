package io.steward.controller.intake;

import io.steward.controller.read.EventFilter;
import io.steward.controller.read.StateReader;
import io.steward.controller.read.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Events that nodes reported, and queries. */
final class EventRoutes {
    private static final int SQL_ROWS = 1000;

    private final StateReader state;

    EventRoutes(StateReader state) {
        this.state = state;
    }

    List<Route> routes() {
        return List.of(Route.get("/api/v1/events", this::events), Route.post("/api/v1/sql", Role.VIEWER, this::sql));
    }

    private void events(Call call) {
        Params params = call.params("node", "method", "domain", "limit", "after");
        Optional<Long> after = params.parsed("after", EventRoutes::seq, "the seq of an event, 0 or more");
        EventFilter filter = new EventFilter(
                params.node("node"),
                params.token("method"),
                params.token("domain"),
                after.map(OptionalLong::of).orElse(OptionalLong.empty()),
                params.number("limit", 100, 1, 1000));
        Table table = state.events(filter);
        List<Map<String, @Nullable Object>> rows = Rows.of(table);
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("events", rows);
        json.put(
                "after",
                rows.isEmpty() ? Call.orNull(after) : rows.get(rows.size() - 1).get("seq"));
        json.put("more", table.more());
        call.answer(200, json);
    }

    private void sql(Call call) throws Exception {
        call.params();
        RequestFields fields = RequestFields.of(call.body(), "", "query", "limit");
        String query = fields.text("query", "one SELECT over the views");
        int limit = fields.number("limit", 1, StateReader.MOST_ROWS).orElse(SQL_ROWS);
        call.answer(200, Rows.ofQuery(state.sql(query, limit)));
    }

    private static Long seq(String text) {
        long seq = Long.parseLong(text);
        if (seq < 0) {
            throw new IllegalArgumentException(text);
        }
        return seq;
    }
}
