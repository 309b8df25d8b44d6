package io.steward.ops.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code steward repair}: mends a log that lost what it had acknowledged. */
@Command(
        name = "repair",
        mixinStandardHelpOptions = true,
        description = {
            "Mends a log that lost what it had acknowledged: a store put back from a backup, a power cut without sync,"
                    + " a stream that was deleted.",
            "Puts commands and ACKs that only the state database still knows back into the log under their old ids, asks"
                    + " agents to tell again what their journals kept, and has the log folded anew. Nothing that could"
                    + " run twice is put back; it says what could not be recovered. Without --yes it only shows what it"
                    + " would do."
        },
        footer = {"", "Examples:", "  steward repair", "  steward repair --yes", "  steward repair -o json"})
final class RepairCommand implements Callable<Integer> {
    private static final int SHOWN = 20;
    private static final List<String> COUNTS =
            List.of("commandsPutBack", "acksPutBack", "nodesPutBack", "resendSince", "notRecovered");

    @Mixin
    Target target;

    @Mixin
    Format format;

    @Option(names = "--yes", description = "Do it.")
    boolean yes;

    @Override
    public Integer call() {
        Api api = target.api();
        Map<String, @Nullable Object> plan =
                Rows.object(yes ? api.post("/api/v1/repair", Map.of(), Map.of()) : api.get("/api/v1/repair"));
        if (format.table()) {
            print(plan);
        } else {
            format.value(System.out, plan);
        }
        return 0;
    }

    private void print(Map<String, @Nullable Object> plan) {
        List<Map<String, @Nullable Object>> conditions = Rows.list(plan, "conditions");
        if (conditions.isEmpty()) {
            System.out.println("Nothing to repair: every stream is the one that was folded.");
            return;
        }
        conditions.forEach(
                condition -> System.out.println(Rows.text(condition, "code") + ": " + Rows.text(condition, "message")));
        Map<String, @Nullable Object> counts = new LinkedHashMap<>();
        COUNTS.forEach(name -> counts.put(name, plan.get(name)));
        format.value(System.out, counts);
        List<Map<String, @Nullable Object>> lost = Rows.list(plan, "notRecoveredCommands");
        lost.stream()
                .limit(SHOWN)
                .forEach(command -> System.out.println("not recovered: " + Rows.text(command, "id") + " on "
                        + Rows.text(command, "node") + ", " + Rows.text(command, "status") + ": "
                        + Rows.text(command, "why")));
        if (lost.size() > SHOWN) {
            System.out.println("… and more: -o json lists them");
        }
        System.out.println(
                yes ? "Done; the log is folded anew." : "Nothing was changed. 'steward repair --yes' does it.");
    }
}
