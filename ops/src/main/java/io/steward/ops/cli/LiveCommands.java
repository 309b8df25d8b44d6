package io.steward.ops.cli;

import io.steward.ops.cli.EventStream.Change;
import io.steward.ops.cli.Terminal.Tone;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The commands as a live view shows them: those that run first, the longest first, then those that wait, then those that
 * ended, the last one first. Beside the newest, the open ones are shown however old they are.
 */
final class LiveCommands implements LiveList {
    /** So many open ones are shown; all are counted. */
    private static final int OPEN_SHOWN = 200;

    /** Of those that wait, beside those that ended; the others are counted. */
    private static final int WAITING_SHOWN = 8;

    private static final Duration WHOLE = Duration.ofSeconds(20);
    private static final String OPEN = "SELECT c.id, c.node, c.method, c.domain, c.status, c.issued_by, c.issued_at,"
            + " c.started_at, c.finished_at, c.exit_code, c.args, c.error_message"
            + " FROM open_command o JOIN command_state c ON c.id = o.id%s"
            + " ORDER BY CASE WHEN c.status = 'STARTED' THEN 0 ELSE 1 END, o.queued_at LIMIT " + OPEN_SHOWN;
    private static final String COUNTS = "SELECT c.status, count(*) AS n FROM open_command o"
            + " JOIN command_state c ON c.id = o.id%s GROUP BY c.status";

    private final Api api;
    private final Optional<String> node;
    private final Optional<String> status;
    private final int limit;
    private boolean changed;
    private Instant whole = Instant.EPOCH;
    private volatile Picture picture = new Picture(List.of(), List.of());

    LiveCommands(Api api, @Nullable String node, @Nullable String status, int limit) {
        this.api = api;
        this.node = Optional.ofNullable(node);
        this.status = Optional.ofNullable(status).map(word -> word.toUpperCase(Locale.ROOT));
        this.limit = limit;
    }

    @Override
    public String title() {
        return "commands" + node.map(name -> " of " + name).orElse("")
                + status.map(word -> ", " + word).orElse("");
    }

    @Override
    public List<Column> columns(Instant now) {
        return Views.liveCommands(now);
    }

    @Override
    public void take(Change change) {
        changed |= change.kind().equals("command") || change.kind().equals(EventStream.RECONNECTED);
    }

    @Override
    public void refresh(Instant now) {
        if (!changed && now.isBefore(whole.plus(WHOLE))) {
            return;
        }
        changed = false;
        whole = now;
        Map<String, @Nullable Object> query = new LinkedHashMap<>();
        query.put("node", node.orElse(null));
        query.put("status", status.orElse(null));
        Map<String, Map<String, @Nullable Object>> rows = new LinkedHashMap<>();
        sql(OPEN).forEach(row -> rows.put(Rows.text(row, "id"), row));
        rows.values().removeIf(row -> status.stream().anyMatch(word -> !word.equals(Rows.text(row, "status"))));
        Listing.all(api, "/api/v1/commands", "commands", query, limit)
                .forEach(row -> rows.put(Rows.text(row, "id"), row));
        List<Map<String, @Nullable Object>> ordered = ordered(List.copyOf(rows.values()));
        picture = new Picture(ordered, totals(ordered, sql(COUNTS)));
    }

    @Override
    public Picture picture() {
        return picture;
    }

    static List<Map<String, @Nullable Object>> ordered(List<Map<String, @Nullable Object>> rows) {
        List<Map<String, @Nullable Object>> ordered = new ArrayList<>(rows);
        ordered.sort(Comparator.<Map<String, @Nullable Object>>comparingInt(LiveCommands::rank)
                .thenComparing(LiveCommands::place));
        List<Map<String, @Nullable Object>> waiting =
                ordered.stream().filter(row -> rank(row) == 1).toList();
        boolean others = ordered.stream().anyMatch(row -> rank(row) == 2);
        if (others && waiting.size() > WAITING_SHOWN) {
            ordered.removeAll(waiting.subList(WAITING_SHOWN, waiting.size()));
        }
        return ordered;
    }

    /** Of the open ones all, of those that ended the ones shown. */
    static List<Total> totals(
            List<Map<String, @Nullable Object>> shown, List<? extends Map<String, @Nullable Object>> open) {
        long running = 0;
        long waiting = 0;
        for (Map<String, @Nullable Object> row : open) {
            long n = Rows.number(row, "n").orElse(0L);
            if (Rows.text(row, "status").equals("STARTED")) {
                running += n;
            } else {
                waiting += n;
            }
        }
        return List.of(
                new Total(running, "running", Tone.PLAIN),
                new Total(waiting, "waiting", Tone.WAITING),
                new Total(ended(shown, Tone.GOOD), "done", Tone.GOOD),
                new Total(ended(shown, Tone.BAD), "went wrong", Tone.BAD));
    }

    private static long ended(List<Map<String, @Nullable Object>> rows, Tone tone) {
        return rows.stream()
                .filter(row -> Terminal.ofStatus(Rows.text(row, "status")) == tone)
                .count();
    }

    private List<Map<String, @Nullable Object>> sql(String query) {
        String condition = node.map(name -> " WHERE o.node = '" + name.replace("'", "''") + "'")
                .orElse("");
        return SqlCommand.rows(
                api.post("/api/v1/sql", Map.of("query", String.format(Locale.ROOT, query, condition)), Map.of()));
    }

    private static int rank(Map<String, @Nullable Object> row) {
        return switch (Rows.text(row, "status")) {
            case "STARTED" -> 0;
            case "QUEUED", "DELIVERED" -> 1;
            default -> 2;
        };
    }

    /** Within a rank: started longest ago, queued last, ended last. RFC 3339 in UTC sorts as text. */
    private static String place(Map<String, @Nullable Object> row) {
        return switch (rank(row)) {
            case 0 -> Rows.text(row, "started_at");
            case 1 -> inverted(Rows.text(row, "issued_at"));
            default -> inverted(Rows.text(row, "finished_at"));
        };
    }

    private static String inverted(String text) {
        StringBuilder inverted = new StringBuilder();
        text.chars().forEach(c -> inverted.append((char) (Character.MAX_VALUE - c)));
        return inverted.toString();
    }
}
