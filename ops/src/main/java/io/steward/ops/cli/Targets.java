package io.steward.ops.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which nodes a command goes to: by name, by condition, or all; exactly one of them. */
final class Targets {
    @ArgGroup(multiplicity = "1")
    @Nullable
    Choice choice;

    /** The three ways to say it. */
    static final class Choice {
        @Option(names = "--on", paramLabel = "NODE", split = ",", required = true, description = "These nodes: a,b,c.")
        @Nullable
        List<String> on;

        @Option(
                names = "--where",
                paramLabel = "SQL",
                required = true,
                description = "Every node for which this condition on the columns of node_state holds.")
        @Nullable
        String where;

        @Option(names = "--all", required = true, description = "Every node.")
        boolean all;
    }

    Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>();
        Choice chosen = java.util.Objects.requireNonNull(choice, "multiplicity 1");
        if (chosen.on != null) {
            body.put("nodes", chosen.on);
        } else if (chosen.where != null) {
            body.put("where", chosen.where);
        } else {
            body.put("all", true);
        }
        return body;
    }
}
