package io.steward.ops.bench.query;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a copied row differs from its seed, column by column, as SQL. A value.
 *
 * @param millis when the seeds' commands were made, as their ids say
 * @param copy 0: the same nodes
 * @param round 0: the same time; as many days earlier otherwise
 */
record Shift(FleetSize size, long millis, int copy, int round) {
    private static final long NODE_PLACES = 1L << 36;
    private static final long NODE_SEQS = 1L << 16;
    private static final long EVENT_SEQS = 1L << 24;
    private static final int ROUND_SECONDS = 86_400;

    boolean none() {
        return copy == 0 && round == 0;
    }

    /** The first eight digits of the ids of commands of this time. */
    static String prefix(long millis) {
        return String.format(Locale.ROOT, "%08x", millis >> 16);
    }

    /** The id of a seed's command. */
    static String id(long millis, int inRound, int node) {
        return String.format(Locale.ROOT, "%s-%04x-7000-8000-%012x", prefix(millis), inRound, node);
    }

    /** What stands in the copy; empty: the same. */
    Optional<String> of(String table, String column) {
        return Optional.ofNullable(
                switch (table) {
                    case "command", "transition", "open_command" -> ofCommand(column);
                    case "node_change" -> ofChange(column);
                    case "event" -> column.equals("seq") ? "seq - " + copy * EVENT_SEQS : ofNode(column);
                    default -> ofNode(column);
                });
    }

    private @Nullable String ofNode(String column) {
        return switch (column) {
            case "node" -> node();
            case "journal", "journal_id" -> "'j-' || " + node();
            case "last_command_id" -> id(column);
            case "reached", "mark", "settled" -> column + " - " + entries();
            default -> null;
        };
    }

    private @Nullable String ofChange(String column) {
        return switch (column) {
            case "place" -> "place - " + copy * NODE_PLACES;
            case "log_seq" -> "log_seq - " + copy * NODE_SEQS;
            default -> ofNode(column);
        };
    }

    private @Nullable String ofCommand(String column) {
        return switch (column) {
            case "id", "command_id" -> id(column);
            case "log_seq" -> "log_seq - " + entries();
            case "place" -> "place - " + 4 * entries();
            case "journal_n" ->
                "journal_n - " + round + " * case when mod(" + number() + ", " + FleetSize.WAITING + ") = 0 then "
                        + (size.perRound() - 1) + " else " + size.perRound() + " end";
            case "message" ->
                "stringtoutf8(replace(utf8tostring(message), cast(id as varchar), cast(" + id("id") + " as varchar)))";
            case "at",
                    "recorded_at",
                    "queued_at",
                    "issued_at",
                    "delivered_at",
                    "started_at",
                    "finished_at",
                    "due_at",
                    "ack_at",
                    "ack_delivered_at",
                    "ack_started_at" ->
                round == 0 ? null : "dateadd('second', " + -(long) round * ROUND_SECONDS + ", " + column + ")";
            default -> ofNode(column);
        };
    }

    /** Twice as many as there are commands in a round: each with its ACK. */
    private long entries() {
        return ((long) round * size.copies() + copy) * 2 * size.seeds() * size.perRound();
    }

    private String node() {
        return copy == 0
                ? "node"
                : "'n' || lpad(cast(" + number() + " + " + copy * size.seeds() + " as varchar), 6, '0')";
    }

    private static String number() {
        return "cast(substring(node from 2) as int)";
    }

    private String id(String column) {
        String text = "cast(" + column + " as varchar)";
        return "cast('" + prefix(millis - (long) round * ROUND_SECONDS * 1_000) + "' || substring(" + text
                + " from 9 for 6) || '7" + String.format(Locale.ROOT, "%03x", copy) + "' || substring(" + text
                + " from 19) as uuid)";
    }
}
