package io.steward.ops.cli;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code steward node NAME}: all that is known of one node, and its newest commands. */
@Command(
        name = "node",
        mixinStandardHelpOptions = true,
        description = "Shows all that is known of one node, and its newest commands.",
        footer = {"", "Examples:", "  steward node ship2", "  steward node ship2 -o json"})
final class NodeCommand implements Callable<Integer> {
    private static final int NEWEST = 10;

    @Mixin
    Target target;

    @Mixin
    Format format;

    @Parameters(paramLabel = "NAME", description = "The node.")
    String name;

    @Override
    public Integer call() {
        Api api = target.api();
        Map<String, @Nullable Object> node = Rows.object(api.get("/api/v1/nodes/" + Api.encoded(name)));
        if (!format.table()) {
            format.value(System.out, node);
            return 0;
        }
        Map<String, @Nullable Object> shown = new LinkedHashMap<>(node);
        shown.keySet().removeAll(List.of("history", "commands"));
        format.value(System.out, shown);
        System.out.println();
        format.rows(System.out, Views.commands(Instant.now()), newest(Rows.list(node, "commands")));
        return 0;
    }

    private static List<Map<String, @Nullable Object>> newest(List<Map<String, @Nullable Object>> commands) {
        return commands.subList(0, Math.min(NEWEST, commands.size()));
    }
}
