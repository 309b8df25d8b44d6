package io.steward.ops.cli;

import io.steward.ops.cli.Terminal.Tone;
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
                    + " agents to tell again what their journals kept, and folds the log anew beside the live tables, which are"
                    + " read until the new ones are complete. Nothing that could"
                    + " run twice is put back; it says what could not be recovered. Without --yes it only shows what it"
                    + " would do."
        },
        footer = {"", "Examples:", "  steward repair", "  steward repair --yes", "  steward repair -o json"})
final class RepairCommand implements Callable<Integer> {
    private static final String PATH = "/api/v1/repair";
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
    public Integer call() throws InterruptedException {
        Api api = target.api();
        Map<String, @Nullable Object> begun = Rows.object(api.post(PATH, Map.of("plan", !yes), Map.of()));
        Map<String, @Nullable Object> status = new Following(api, PATH, format.terminal).toEnd(begun);
        boolean good = Rows.text(status, "state").equals("done");
        if (format.table()) {
            print(Rows.object(status.get("plan")));
            System.out.println(
                    format.terminal.toned(good ? Tone.GOOD : Tone.BAD, sentence(Rows.text(status, "words"))));
            if (good && !yes && status.get("plan") != null) {
                System.out.println("'steward repair --yes' does it.");
            }
        } else {
            format.value(System.out, status);
        }
        return good ? 0 : Trouble.REFUSED;
    }

    private void print(Map<String, @Nullable Object> plan) {
        if (plan.isEmpty()) {
            return;
        }
        Rows.list(plan, "conditions")
                .forEach(condition ->
                        System.out.println(Rows.text(condition, "code") + ": " + Rows.text(condition, "message")));
        Map<String, @Nullable Object> counts = new LinkedHashMap<>();
        COUNTS.forEach(name -> counts.put(name, plan.get(name)));
        format.value(System.out, counts);
        List<Map<String, @Nullable Object>> lost = Rows.list(plan, "notRecoveredCommands");
        lost.stream()
                .limit(SHOWN)
                .forEach(command -> System.out.println("not recovered: " + Rows.text(command, "id") + " on "
                        + Rows.text(command, "node") + ", " + Rows.text(command, "status") + ": "
                        + Rows.text(command, "why")));
        if (Rows.number(plan, "notRecovered").orElse(0L) > SHOWN) {
            System.out.println("… and more: -o json has the first 1000; after a repair the controller's log lists all");
        }
    }

    private static String sentence(String words) {
        return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
    }
}
