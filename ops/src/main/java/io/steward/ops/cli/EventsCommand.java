package io.steward.ops.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code steward events}: what nodes report. */
@Command(
        name = "events",
        mixinStandardHelpOptions = true,
        description = "Shows the newest of what nodes report, the newest last.",
        footer = {
            "",
            "Examples:",
            "  steward events --node ship1 --method syslogforwarding",
            "  steward events --follow",
            "  steward events --follow -o json          one JSON object per line"
        })
final class EventsCommand implements Callable<Integer> {
    @Mixin
    Target target;

    @Mixin
    Format format;

    @Option(names = "--node", paramLabel = "NAME", description = "Only from this node.")
    @Nullable
    String node;

    @Option(names = "--method", paramLabel = "METHOD", description = "Only of this method, say syslogforwarding.")
    @Nullable
    String method;

    @Option(names = "--limit", paramLabel = "N", description = "At most this many. Default: ${DEFAULT-VALUE}.")
    int limit = 50;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with every event as it comes, until Ctrl-C.")
    boolean follow;

    @Override
    public Integer call() throws InterruptedException {
        Api api = target.api();
        if (!follow) {
            format.rows(System.out, Views.events(Instant.now()), list(api));
            return 0;
        }
        try (EventStream stream = EventStream.open(api)) {
            Follow.changes(stream, "event", this::wanted, format, this::line);
        }
        return 0;
    }

    private List<Map<String, @Nullable Object>> list(Api api) {
        Map<String, @Nullable Object> query = new LinkedHashMap<>();
        query.put("node", node);
        query.put("method", method);
        List<Map<String, @Nullable Object>> newestFirst =
                new ArrayList<>(Listing.all(api, "/api/v1/events", "events", query, limit));
        newestFirst.sort((a, b) -> Long.compare(
                Rows.number(b, "seq").orElse(0L), Rows.number(a, "seq").orElse(0L)));
        Collections.reverse(newestFirst);
        return newestFirst;
    }

    private boolean wanted(Map<String, @Nullable Object> row) {
        return (node == null || node.equals(Rows.text(row, "node")))
                && (method == null || method.equals(Rows.text(row, "method")));
    }

    private String line(Map<String, @Nullable Object> row) {
        String line = Times.clock(Instant.now()) + "  " + Rows.text(row, "node") + "  " + Rows.text(row, "method") + "."
                + Rows.text(row, "domain") + "  " + Table.oneLine(Views.plain(row.get("body")));
        return Cells.cut(line, format.terminal.columns().orElse(Integer.MAX_VALUE));
    }
}
