package io.steward.ops.cli;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code steward commands}: the newest commands and how far they are. */
@Command(
        name = "commands",
        mixinStandardHelpOptions = true,
        description = "Shows the newest commands and how far they are.",
        footer = {
            "",
            "Examples:",
            "  steward commands",
            "  steward commands --node ship2 --status QUEUED",
            "  steward commands --follow                live, what runs on top",
            "  steward commands --follow -o json        one JSON object per change and line",
            "  steward commands --at 'yesterday 14:00' --by event",
            "  steward commands --limit 1000 -o csv"
        })
final class CommandsCommand implements Callable<Integer> {
    @Mixin
    Target target;

    @Mixin
    Format format;

    @Mixin
    PastOptions past;

    @Option(names = "--node", paramLabel = "NAME", description = "Only this node's.")
    @Nullable
    String node;

    @Option(names = "--status", paramLabel = "STATUS", description = "Only those with this status, say QUEUED.")
    @Nullable
    String status;

    @Option(names = "--limit", paramLabel = "N", description = "At most this many. Default: ${DEFAULT-VALUE}.")
    int limit = 50;

    @Option(
            names = {"-f", "--follow"},
            description = "Live: a screen that changes with the commands, until q or Ctrl-C; without a terminal a line"
                    + " for every change.")
    boolean follow;

    @Override
    public Integer call() throws InterruptedException {
        Api api = target.api();
        past.exclude(follow);
        if (!follow) {
            format.rows(System.out, Views.commands(past.moment()), list(api));
            return 0;
        }
        try (EventStream stream = EventStream.open(api)) {
            if (format.live()) {
                new LiveView(new LiveCommands(api, node, status, limit), stream, format.terminal).show();
            } else {
                Follow.changes(stream, "command", this::wanted, format, this::line);
            }
        }
        return 0;
    }

    private List<Map<String, @Nullable Object>> list(Api api) {
        Map<String, @Nullable Object> query = new LinkedHashMap<>();
        query.put("node", node);
        query.put("status", status == null ? null : status.toUpperCase(Locale.ROOT));
        past.into(query);
        return Listing.all(api, "/api/v1/commands", "commands", query, limit);
    }

    private boolean wanted(Map<String, @Nullable Object> row) {
        return (node == null || node.equals(Rows.text(row, "node")))
                && (status == null || status.equalsIgnoreCase(Rows.text(row, "status")));
    }

    private String line(Map<String, @Nullable Object> step) {
        String now = Rows.text(step, "status");
        return Times.clock(Instant.now()) + "  " + Rows.text(step, "command_id") + "  " + Rows.text(step, "node") + "  "
                + format.terminal.toned(Terminal.ofStatus(now), now);
    }
}
