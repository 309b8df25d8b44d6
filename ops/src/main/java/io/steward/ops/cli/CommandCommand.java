package io.steward.ops.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code steward command ID}: all of one command: what was asked, every step, and what it printed. */
@Command(
        name = "command",
        mixinStandardHelpOptions = true,
        description = "Shows all of one command: what was asked, every step, and what it printed.",
        footer = {
            "",
            "Examples:",
            "  steward command 0190f0c1-7b5a-7cc3-9f0e-1d2c3b4a5f60",
            "  steward command 0190f0c1-7b5a-7cc3-9f0e-1d2c3b4a5f60 -o json"
        })
final class CommandCommand implements Callable<Integer> {
    private static final List<String> PRINTED = List.of("stdout", "stderr");

    @Mixin
    Target target;

    @Mixin
    Format format;

    @Parameters(paramLabel = "ID", description = "The command's id, as 'commands' and 'send' show it.")
    String id;

    @Override
    public Integer call() {
        Api api = target.api();
        Map<String, @Nullable Object> command = Rows.object(api.get("/api/v1/commands/" + Api.encoded(id)));
        if (!format.table()) {
            format.value(System.out, command);
            return 0;
        }
        Map<String, @Nullable Object> shown = new LinkedHashMap<>(command);
        PRINTED.forEach(shown::remove);
        shown.remove("history");
        format.value(System.out, shown);
        steps(Rows.list(command, "history"));
        PRINTED.forEach(stream -> output(stream, Rows.text(command, stream)));
        return 0;
    }

    private void steps(List<Map<String, @Nullable Object>> steps) {
        System.out.println();
        for (Map<String, @Nullable Object> step : steps) {
            String status = Rows.text(step, "status");
            System.out.println(
                    "  " + Rows.text(step, "at") + "  " + format.terminal.toned(Terminal.ofStatus(status), status));
        }
    }

    private void output(String stream, String text) {
        if (!text.isEmpty()) {
            System.out.println();
            System.out.println(format.terminal.toned(Terminal.Tone.QUIET, stream + ":"));
            System.out.print(text.endsWith("\n") ? text : text + System.lineSeparator());
        }
    }
}
