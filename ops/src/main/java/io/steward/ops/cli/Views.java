package io.steward.ops.cli;

import io.steward.model.command.Sealed;
import io.steward.model.command.Secret;
import io.steward.ops.cli.Terminal.Tone;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The tables in which nodes, commands and events are shown. */
final class Views {
    private static final Pattern SEALED =
            Pattern.compile("\\{\\s*\"\\" + Sealed.MEMBER + "\"\\s*:\\s*\"[A-Za-z0-9_-]*\"\\s*}");

    private Views() {}

    static List<Column> nodes(Instant now) {
        return nodes(now, row -> presence(row, now));
    }

    /** Heartbeats are not kept, so when a node was last heard before a past moment nobody knows. */
    static List<Column> pastNodes(Instant then) {
        return nodes(then, row -> online(row) ? "online" : "away");
    }

    private static List<Column> nodes(Instant now, Function<Map<String, @Nullable Object>, String> presence) {
        return List.of(
                Column.whole("NODE", 0, row -> Rows.text(row, "node")),
                Column.whole("STATE", 0, presence).toned(Views::presenceTone),
                Column.number("QUEUED", 5, "queued"),
                Column.number("RUNNING", 6, "running"),
                Column.number("OK", 4, "succeeded"),
                Column.number("FAILED", 3, "failed"),
                Column.cut("LAST COMMAND", 8, 8, Views::lastCommand),
                Column.whole("ENDED", 1, row -> Rows.text(row, "last_status")).toned(Terminal::ofStatus),
                Column.number("EXIT", 7, "last_exit_code"),
                Column.whole("WHEN", 9, row -> Times.ago(Rows.text(row, "last_finished_at"), now)),
                Column.cut("LABELS", 11, 6, row -> labels(row.get("labels"))),
                Column.whole("VERSION", 12, row -> Rows.text(row, "agent_version")));
    }

    static List<Column> commands(Instant now) {
        return List.of(
                Column.whole("ID", 0, row -> Rows.text(row, "id")),
                Column.cut("NODE", 0, 6, row -> Rows.text(row, "node")),
                Column.whole("STATUS", 0, row -> Rows.text(row, "status")).toned(Terminal::ofStatus),
                Column.number("EXIT", 3, "exit_code"),
                Column.whole("ISSUED", 2, row -> Times.ago(Rows.text(row, "issued_at"), now)),
                Column.whole(
                        "TOOK", 5, row -> Times.between(Rows.text(row, "started_at"), Rows.text(row, "finished_at"))),
                Column.cut("METHOD", 6, 8, row -> Rows.text(row, "method") + "." + Rows.text(row, "domain")),
                Column.cut("BY", 7, 5, row -> Rows.text(row, "issued_by")),
                Column.cut("ARGUMENTS", 8, 8, row -> plain(row.get("args"))),
                Column.cut("ERROR", 9, 8, row -> Rows.text(row, "error_message")));
    }

    /** For eyes: what is done stands before the id, which goes first when room is scarce. */
    static List<Column> liveCommands(Instant now) {
        return List.of(
                Column.whole("STATUS", 0, row -> Rows.text(row, "status")).toned(Terminal::ofStatus),
                Column.cut("NODE", 0, 8, row -> Rows.text(row, "node")),
                Column.cut("COMMAND", 0, 20, Views::what),
                Column.number("EXIT", 4, "exit_code"),
                Column.whole("ISSUED", 2, row -> Times.ago(Rows.text(row, "issued_at"), now)),
                Column.whole("TOOK", 3, row -> took(row, now)),
                Column.cut("BY", 7, 5, row -> Rows.text(row, "issued_by")),
                Column.whole("ID", 6, row -> Rows.text(row, "id")),
                Column.cut("ERROR", 5, 10, row -> Rows.text(row, "error_message")));
    }

    private static String took(Map<String, @Nullable Object> row, Instant now) {
        String end = Rows.text(row, "finished_at");
        return Times.between(Rows.text(row, "started_at"), end.isEmpty() ? now.toString() : end);
    }

    /** What a command does, as one would type it. */
    static String what(Map<String, @Nullable Object> row) {
        Object args = row.get("args");
        Map<String, @Nullable Object> given = Rows.object(args instanceof String text ? PlainJson.parse(text) : args);
        if (given.get("argv") instanceof List<?> words) {
            return words.stream().map(word -> typed(String.valueOf(word))).collect(Collectors.joining(" "));
        }
        if (given.get("script") instanceof String script) {
            return script.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .findFirst()
                    .orElse(script);
        }
        return Rows.text(row, "method") + "." + Rows.text(row, "domain") + (given.isEmpty() ? "" : " " + plain(given));
    }

    private static String typed(String word) {
        return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    static List<Column> events(Instant now) {
        return List.of(
                Column.whole("WHEN", 2, row -> Times.ago(Rows.text(row, "at"), now)),
                Column.cut("NODE", 0, 6, row -> Rows.text(row, "node")),
                Column.cut("EVENT", 0, 12, row -> Rows.text(row, "method") + "." + Rows.text(row, "domain")),
                Column.cut("BODY", 0, 10, row -> plain(row.get("body"))));
    }

    /** Columns for rows of any kind. */
    static List<Column> generic(List<String> names) {
        return names.stream()
                .map(name -> Column.cut(name, 0, 6, row -> plain(row.get(name))))
                .toList();
    }

    static boolean online(Map<String, @Nullable Object> node) {
        return Rows.flag(node, "online");
    }

    /** Since when a node is away, in words. */
    static String awaySince(Map<String, @Nullable Object> node, Instant now) {
        String seen = Rows.text(node, "last_seen");
        return seen.isEmpty() ? "was never seen" : "is away, last seen " + Times.ago(seen, now);
    }

    /** JSON for eyes: of what only the node can read the bytes say nothing. */
    static String withoutSealed(String json) {
        return json.contains(Sealed.MEMBER) ? SEALED.matcher(json).replaceAll('"' + Secret.SHOWN + '"') : json;
    }

    static String plain(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        return withoutSealed(value instanceof Map || value instanceof List ? PlainJson.text(value) : value.toString());
    }

    private static String presence(Map<String, @Nullable Object> node, Instant now) {
        if (online(node)) {
            return "online";
        }
        String seen = Rows.text(node, "last_seen");
        return seen.isEmpty() ? "never seen" : "away, seen " + Times.ago(seen, now);
    }

    private static Tone presenceTone(String presence) {
        return presence.equals("online") ? Tone.GOOD : Tone.WAITING;
    }

    private static String lastCommand(Map<String, @Nullable Object> node) {
        String method = Rows.text(node, "last_method");
        return method.isEmpty() ? "" : method + "." + Rows.text(node, "last_domain");
    }

    private static String labels(@Nullable Object labels) {
        if (labels instanceof String text) {
            return text.equals("{}") ? "" : text;
        }
        return Rows.object(labels).entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(" "));
    }
}
