package io.steward.ops.cli;

import io.steward.ops.cli.Terminal.Tone;
import io.steward.ops.up.DataFolder;
import io.steward.ops.up.SiteChecks;
import io.steward.ops.up.SiteChecks.Check;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code steward doctor}: looks at everything and says what to do. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = {
            "Looks at versions, ports, the broker's settings and limits, streams, subject mappings, clocks, disks and the"
                    + " log itself, and says what to do. Changes and stores nothing.",
            "Exit code 1 if something fails; warnings do not count."
        },
        footer = {
            "",
            "Examples:",
            "  steward doctor",
            "  steward doctor --data steward-data",
            "  steward doctor -o json"
        })
final class DoctorCommand implements Callable<Integer> {
    private static final String FAIL = "fail";

    @Mixin
    Target target;

    @Mixin
    Format format;

    @Override
    public Integer call() {
        List<Check> checks = new ArrayList<>();
        checks.add(java());
        List<Check> here = target.folder()
                .map(DataFolder::new)
                .filter(folder -> Files.isDirectory(folder.root().resolve("run")))
                .map(folder -> new SiteChecks(folder).look())
                .orElse(List.of());
        checks.addAll(here);
        checks.addAll(there(here));
        List<Map<String, @Nullable Object>> rows =
                checks.stream().map(DoctorCommand::row).toList();
        if (format.table()) {
            checks.forEach(this::print);
        } else {
            format.rows(System.out, List.of(), rows);
        }
        return checks.stream().anyMatch(check -> check.level().equals(FAIL)) ? Trouble.REFUSED : 0;
    }

    private static Check java() {
        int version = Runtime.version().feature();
        return version >= 17
                ? new Check("java here", "ok", "Java " + Runtime.version(), "")
                : new Check("java here", FAIL, "Java " + Runtime.version(), "use Java 17 or newer");
    }

    private List<Check> there(List<Check> here) {
        // What the folder shows of syncing is better than what the controller can only guess.
        boolean synced = here.stream()
                .anyMatch(check ->
                        check.name().equals("sync_interval") && check.level().equals("ok"));
        try {
            return Rows.list(target.api().get("/api/v1/doctor"), "checks").stream()
                    .map(row -> new Check(
                            Rows.text(row, "name"),
                            Rows.text(row, "level"),
                            Rows.text(row, "what"),
                            Rows.text(row, "advice")))
                    .map(check -> synced && check.name().equals("replicas")
                            ? new Check("replicas", "ok", "one broker, which forces every write to disk", "")
                            : check)
                    .toList();
        } catch (Trouble e) {
            return List.of(new Check(
                    "controller", FAIL, String.valueOf(e.getMessage()), "what only it can see was not checked"));
        }
    }

    private void print(Check check) {
        Tone tone = switch (check.level()) {
            case "ok" -> Tone.GOOD;
            case "warn" -> Tone.WAITING;
            default -> Tone.BAD;
        };
        String level = format.terminal.toned(
                tone, check.level() + " ".repeat(Math.max(0, 4 - check.level().length())));
        System.out.println(level + "  " + check.name() + ": " + check.what());
        if (!check.advice().isEmpty()) {
            System.out.println("        " + check.advice());
        }
    }

    private static Map<String, @Nullable Object> row(Check check) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("name", check.name());
        row.put("level", check.level());
        row.put("what", check.what());
        row.put("advice", check.advice());
        return row;
    }
}
