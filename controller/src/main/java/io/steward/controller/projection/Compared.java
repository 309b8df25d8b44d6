package io.steward.controller.projection;

import io.steward.model.subject.Streams;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * A table that the log determines, as far as it does: which of its rows, and all columns but these.
 *
 * @param key the columns that name a row; with one it is read in pages
 * @param unlike columns that depend on when the fold was made
 */
record Compared(String table, List<String> key, Set<String> unlike, Function<Floor, String> rows) {
    /** Every table that is compared; what stands in no row here is in {@link #OUTSIDE}. */
    static final List<Compared> TABLES = List.of(
            of("command", "id", Floor::commands),
            of("transition", "place", Floor::ofCommands),
            of("open_command", "id", Floor::commands),
            of("request_command", "command_id", Floor::commands),
            of("node_totals", "node", floor -> whole(floor.commandsWhole())),
            new Compared("status_totals", List.of("stream", "status"), Set.of(), floor -> whole(floor.commandsWhole())),
            new Compared(
                    "doubt",
                    List.of("stream", "log_seq"),
                    Set.of(),
                    floor -> floor.commands() + " and " + floor.ofCommands()),
            new Compared("journal_told", List.of("node", "journal"), Set.of(), floor -> whole(floor.commandsWhole())),
            new Compared(
                    "second_time",
                    List.of("stream", "log_seq"),
                    Set.of(),
                    floor -> floor.commands() + " and " + floor.ofCommands()),
            new Compared(
                    "refusal",
                    List.of("stream", "log_seq"),
                    Set.of(),
                    floor -> floor.commands() + " and " + floor.ofCommands()),
            of("audit_event", "place", floor -> "log_seq >= " + floor.first(Streams.AUDIT)),
            identity("node_identity", "node"),
            identity("enrolment_token", "token_hash"),
            identity("enrolment_approval", "node"),
            identity("enrolment_claim", "node", "fingerprint"),
            new Compared("chain_block", List.of("stream", "block"), Set.of("carried"), Floor::wholeBlocks),
            of("node", "node", floor -> "true"),
            of("node_change", "place", floor -> whole(floor.nodesWhole())),
            new Compared("event", List.of("seq"), Set.of("ordinal"), floor -> "seq >= " + floor.first(Streams.EVENTS)),
            new Compared("unreadable", List.of("stream", "seq"), Set.of(), Floor::unreadable),
            new Compared(
                    "position", List.of("stream"), Set.of("known_last", "lacking", "repairing"), Floor::placedStreams));

    /**
     * Presence is a hint, and what is known by it alone, too; a bucket counts from where the fold began; the rest says who
     * made the tables.
     */
    static final Set<String> OUTSIDE =
            Set.of("presence", "node_stray", "event_bucket", "fold_version", "flyway_schema_history");

    private static Compared of(String table, String key, Function<Floor, String> rows) {
        return new Compared(table, List.of(key), Set.of(), rows);
    }

    private static String whole(boolean whole) {
        return whole ? "true" : "false";
    }

    private static Compared identity(String table, String... key) {
        return new Compared(table, List.of(key), Set.of(), floor -> "log_seq >= " + floor.first(Streams.AUDIT));
    }

    /** Columns that are left out for what the log still holds. */
    Set<String> unlike(Floor floor) {
        return switch (table) {
            case "node" -> floor.nodesWhole() ? unlike : Set.of("first_seen");
            // A chain that begins elsewhere has other hashes all the way.
            case "chain_block" -> floor.chainsWhole() ? unlike : Set.of("carried", "hash");
            default -> unlike;
        };
    }
}
