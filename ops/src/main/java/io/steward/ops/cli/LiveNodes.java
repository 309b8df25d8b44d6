package io.steward.ops.cli;

import io.steward.ops.cli.EventStream.Change;
import io.steward.ops.cli.Terminal.Tone;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The nodes as a live view shows them: those whose last command went wrong first, then those that are away while work
 * waits for them, those at work, those away, and the quiet ones.
 */
final class LiveNodes implements LiveList {
    /** More nodes than these at once: the whole list is asked for. */
    private static final int SINGLE = 100;
    /** When a node was last heard is in no change. */
    private static final Duration WHOLE = Duration.ofSeconds(20);

    private final Api api;
    private final @Nullable String where;
    private final int limit;
    private final Set<String> changed = new LinkedHashSet<>();
    private Instant whole = Instant.EPOCH;
    private volatile Map<String, Map<String, @Nullable Object>> rows = Map.of();

    LiveNodes(Api api, @Nullable String where, int limit) {
        this.api = api;
        this.where = where;
        this.limit = limit;
    }

    @Override
    public String title() {
        return where == null ? "nodes" : "nodes where " + where;
    }

    @Override
    public List<Column> columns(Instant now) {
        return Views.nodes(now);
    }

    @Override
    public void take(Change change) {
        if (change.kind().equals(EventStream.RECONNECTED)) {
            whole = Instant.EPOCH;
        } else if (!change.kind().equals("event")) {
            changed.add(Rows.text(change.row(), "node"));
        }
    }

    @Override
    public void refresh(Instant now) {
        if (changed.size() > SINGLE || now.isAfter(whole.plus(WHOLE))) {
            Map<String, Map<String, @Nullable Object>> all = new LinkedHashMap<>();
            ask(where).forEach(row -> all.put(Rows.text(row, "node"), row));
            rows = all;
            whole = now;
        } else if (!changed.isEmpty()) {
            String these = changed.stream().map(LiveNodes::quoted).collect(Collectors.joining(", "));
            Map<String, Map<String, @Nullable Object>> newer = new LinkedHashMap<>(rows);
            newer.keySet().removeAll(changed);
            ask((where == null ? "" : "(" + where + ") AND ") + "node IN (" + these + ")")
                    .forEach(row -> newer.put(Rows.text(row, "node"), row));
            rows = newer;
        }
        changed.clear();
    }

    @Override
    public Picture picture() {
        List<Map<String, @Nullable Object>> now = new ArrayList<>(rows.values());
        return new Picture(ordered(now), totals(now));
    }

    static List<Map<String, @Nullable Object>> ordered(List<Map<String, @Nullable Object>> rows) {
        List<Map<String, @Nullable Object>> ordered = new ArrayList<>(rows);
        ordered.sort(Comparator.<Map<String, @Nullable Object>>comparingInt(LiveNodes::rank)
                .thenComparing(LiveNodes::name));
        return ordered;
    }

    static List<Total> totals(List<Map<String, @Nullable Object>> rows) {
        long online = rows.stream().filter(Views::online).count();
        return List.of(
                new Total(rows.size(), rows.size() == 1 ? "node" : "nodes", Tone.NAME),
                new Total(online, "online", Tone.GOOD),
                new Total(rows.size() - online, "away", Tone.WAITING),
                new Total(sum(rows, "running"), "running", Tone.PLAIN),
                new Total(sum(rows, "queued"), "queued", Tone.WAITING),
                new Total(rows.stream().filter(LiveNodes::wentWrong).count(), "went wrong", Tone.BAD));
    }

    private List<Map<String, @Nullable Object>> ask(@Nullable String condition) {
        Map<String, @Nullable Object> query = new LinkedHashMap<>();
        query.put("where", condition);
        return Listing.all(api, "/api/v1/nodes", "nodes", query, limit);
    }

    private static int rank(Map<String, @Nullable Object> row) {
        boolean waiting = count(row, "queued") > 0;
        if (wentWrong(row)) {
            return 0;
        }
        if (waiting && !Views.online(row)) {
            return 1;
        }
        if (count(row, "running") > 0) {
            return 2;
        }
        if (waiting) {
            return 3;
        }
        return Views.online(row) ? 5 : 4;
    }

    private static boolean wentWrong(Map<String, @Nullable Object> row) {
        return Terminal.ofStatus(Rows.text(row, "last_status")) == Tone.BAD;
    }

    /** Digits in a name count as a number: ship2 stands before ship10. */
    private static String name(Map<String, @Nullable Object> row) {
        return java.util.regex.Pattern.compile("[0-9]+")
                .matcher(Rows.text(row, "node"))
                .replaceAll(number -> "0".repeat(Math.max(0, 18 - number.group().length())) + number.group());
    }

    private static String quoted(String name) {
        return "'" + name.replace("'", "''") + "'";
    }

    private static long sum(List<Map<String, @Nullable Object>> rows, String field) {
        return rows.stream().mapToLong(row -> count(row, field)).sum();
    }

    private static long count(Map<String, @Nullable Object> row, String field) {
        return Rows.number(row, field).orElse(0L);
    }
}
