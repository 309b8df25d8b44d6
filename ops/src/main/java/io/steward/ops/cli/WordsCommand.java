package io.steward.ops.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code steward words KIND}: what a shell offers to complete with, one a line. */
@Command(
        name = "words",
        mixinStandardHelpOptions = true,
        description = "Prints names of nodes or ids of commands, one a line. The completion script asks this way.",
        footer = {
            "",
            "Examples:",
            "  steward words nodes",
            "  steward words commands                   the newest",
            "  steward words open                       the newest that have not ended"
        })
final class WordsCommand implements Callable<Integer> {
    /** What there is to complete with. */
    enum Kind {
        nodes,
        commands,
        open
    }

    private static final int MOST_NODES = 10_000;
    private static final int MOST_COMMANDS = 50;

    @Mixin
    Target target;

    @Parameters(paramLabel = "KIND", description = "${COMPLETION-CANDIDATES}.")
    Kind kind;

    @Override
    public Integer call() {
        Api api = target.api();
        List<String> words = switch (kind) {
            case nodes -> sql(api, "SELECT node AS word FROM node_state ORDER BY node LIMIT " + MOST_NODES);
            case commands -> newest(api);
            case open -> sql(api, "SELECT id AS word FROM open_command ORDER BY queued_at DESC LIMIT " + MOST_COMMANDS);
        };
        words.forEach(System.out::println);
        return 0;
    }

    private static List<String> newest(Api api) {
        return Listing.all(api, "/api/v1/commands", "commands", Map.of(), MOST_COMMANDS).stream()
                .map(row -> Rows.text(row, "id"))
                .toList();
    }

    private static List<String> sql(Api api, String query) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("query", query);
        body.put("limit", MOST_NODES);
        return SqlCommand.rows(api.post("/api/v1/sql", body, Map.of())).stream()
                .map(row -> Rows.text(row, "word"))
                .toList();
    }
}
