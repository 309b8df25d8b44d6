package io.steward.ops.cli;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code steward nodes}: what state every node is in. */
@Command(
        name = "nodes",
        mixinStandardHelpOptions = true,
        description = "Shows every node: whether it is here, what waits for it, and how its last command ended.",
        footer = {
            "",
            "Examples:",
            "  steward nodes",
            "  steward nodes --where \"online = false\"",
            "  steward nodes --follow                   live, trouble on top",
            "  steward nodes --follow | tee -a changes  one line for every change",
            "  steward nodes --at '2h ago'              the fleet as the log knew it two hours ago",
            "  steward nodes -o json"
        })
final class NodesCommand implements Callable<Integer> {
    @Mixin
    Target target;

    @Mixin
    Format format;

    @Mixin
    PastOptions past;

    @Option(
            names = "--where",
            paramLabel = "SQL",
            description = "Only nodes for which this condition on the columns of node_state holds.")
    @Nullable
    String where;

    @Option(names = "--limit", paramLabel = "N", description = "At most this many. Default: all.")
    int limit = Integer.MAX_VALUE;

    @Option(
            names = {"-f", "--follow"},
            description = "Live: a screen that changes with the fleet, until q or Ctrl-C; without a terminal a line for"
                    + " every change.")
    boolean follow;

    @Override
    public Integer call() throws InterruptedException {
        Api api = target.api();
        past.exclude(follow);
        if (!follow) {
            Instant seen = past.moment();
            format.rows(System.out, past.given() ? Views.pastNodes(seen) : Views.nodes(seen), list(api));
            return 0;
        }
        try (EventStream stream = EventStream.open(api)) {
            if (format.live()) {
                new LiveView(new LiveNodes(api, where, limit), stream, format.terminal).show();
            } else {
                Follow.changes(stream, "node", change -> meant(api, change), format, this::line);
            }
        }
        return 0;
    }

    private List<Map<String, @Nullable Object>> list(Api api) {
        Map<String, @Nullable Object> query = new LinkedHashMap<>();
        query.put("where", where);
        past.into(query);
        return Listing.all(api, "/api/v1/nodes", "nodes", query, limit, Listing.NODES);
    }

    private boolean meant(Api api, Map<String, @Nullable Object> change) {
        if (where == null) {
            return true;
        }
        Map<String, @Nullable Object> query = new LinkedHashMap<>();
        query.put("where", "(" + where + ") AND node = '" + Rows.text(change, "node") + "'");
        return !Listing.all(api, "/api/v1/nodes", "nodes", query, 1).isEmpty();
    }

    private String line(Map<String, @Nullable Object> change) {
        String what = Rows.text(change, "changed");
        String value = Rows.text(change, "new_value");
        String shown = what.equals("online") ? (value.equals("true") ? "online" : "away") : what + " = " + value;
        return Times.clock(Instant.now()) + "  " + Rows.text(change, "node") + "  "
                + format.terminal.toned(Terminal.ofStatus(shown), shown);
    }
}
