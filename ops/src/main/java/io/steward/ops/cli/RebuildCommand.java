package io.steward.ops.cli;

import io.steward.ops.cli.Terminal.Tone;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code steward rebuild}: the log folded anew, in the place of the live tables or beside them. */
@Command(
        name = "rebuild",
        mixinStandardHelpOptions = true,
        description = {
            "Folds the log anew beside the live tables, then puts the new tables in their place.",
            "With --verify it leaves the live tables alone: it stops at their position, prints the fingerprint of each"
                    + " table on both sides, and 'equal' or the first row that differs (exit code 1).",
            "Commands flow and readers read meanwhile; clients of the SQL port connect anew after the exchange."
        },
        footer = {
            "",
            "Examples:",
            "  steward rebuild --verify                 are the tables what the log says?",
            "  steward rebuild --verify -o json         the whole report, for programs",
            "  steward rebuild                          fold anew and exchange"
        })
final class RebuildCommand implements Callable<Integer> {
    private static final String PATH = "/api/v1/rebuild";
    private static final long POLL_MILLIS = 250;

    @Mixin
    Target target;

    @Mixin
    Format format;

    @Option(names = "--verify", description = "Compare only.")
    boolean verify;

    @Override
    public Integer call() throws InterruptedException {
        Api api = target.api();
        Map<String, @Nullable Object> status = Rows.object(api.post(PATH, Map.of("verify", verify), Map.of()));
        String begun = Rows.text(status, "startedAt");
        while (underWay(status)) {
            progress(status);
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            status = Rows.object(api.get(PATH));
            if (!Rows.text(status, "startedAt").equals(begun)) {
                throw Trouble.refused("the controller was started anew in the middle; its tables are as they were");
            }
        }
        clear();
        return show(status);
    }

    private int show(Map<String, @Nullable Object> status) {
        Map<String, @Nullable Object> report = Rows.object(status.get("report"));
        boolean good = Rows.text(status, "state").equals("done") && (!verify || Rows.flag(report, "equal"));
        if (!format.table()) {
            format.value(System.out, status);
            return good ? 0 : Trouble.REFUSED;
        }
        if (!report.isEmpty()) {
            new Table(columns(), format.terminal)
                    .lines(Rows.list(report, "tables"))
                    .forEach(System.out::println);
            if (report.get("outside") instanceof List<?> outside && !outside.isEmpty()) {
                System.out.println("not compared: "
                        + String.join(
                                "; ", outside.stream().map(Object::toString).toList()));
            }
        }
        System.out.println(format.terminal.toned(good ? Tone.GOOD : Tone.BAD, Rows.text(status, "words")));
        difference(Rows.object(report.get("difference"))).ifPresent(System.out::println);
        return good ? 0 : Trouble.REFUSED;
    }

    static Optional<String> difference(Map<String, @Nullable Object> difference) {
        return difference.isEmpty()
                ? Optional.empty()
                : Optional.of("the first difference: table " + Rows.text(difference, "table") + ", "
                        + Rows.text(difference, "key") + ", column " + Rows.text(difference, "column") + ": live "
                        + value(difference, "live") + ", rebuilt " + value(difference, "rebuilt"));
    }

    static String progress(Map<String, @Nullable Object> status, Duration left) {
        return Rows.text(status, "words") + ": " + Rows.text(status, "messages") + " of " + Rows.text(status, "total")
                + " messages, " + Rows.text(status, "rate") + "/s, " + Times.brief(left) + " left";
    }

    private void progress(Map<String, @Nullable Object> status) {
        if (format.terminal.progress()) {
            Duration left =
                    Duration.ofSeconds(Rows.number(status, "secondsLeft").orElse(0L));
            int room = format.terminal.columns().orElse(80) - 1;
            System.err.print("\r\033[K" + Cells.cut(progress(status, left), room));
            System.err.flush();
        }
    }

    private void clear() {
        if (format.terminal.progress()) {
            System.err.print("\r\033[K");
            System.err.flush();
        }
    }

    private static List<Column> columns() {
        return List.of(
                Column.whole("TABLE", 0, row -> Rows.text(row, "table")),
                Column.whole("", 0, row -> Rows.flag(row, "equal") ? "equal" : "DIFFERS")
                        .toned(text -> text.equals("DIFFERS") ? Tone.BAD : Tone.GOOD),
                Column.whole("ROWS", 1, row -> side(row, "live", "rows")),
                Column.cut("LIVE", 2, 12, row -> side(row, "live", "fingerprint")),
                Column.whole("ROWS", 1, row -> side(row, "rebuilt", "rows")),
                Column.cut("REBUILT", 2, 12, row -> side(row, "rebuilt", "fingerprint")));
    }

    private static String side(Map<String, @Nullable Object> row, String side, String field) {
        return Rows.text(Rows.object(row.get(side)), field);
    }

    private static String value(Map<String, @Nullable Object> difference, String side) {
        return difference.get(side) == null ? "(nothing)" : Rows.text(difference, side);
    }

    private static boolean underWay(Map<String, @Nullable Object> status) {
        return switch (Rows.text(status, "state")) {
            case "folding", "comparing", "switching" -> true;
            default -> false;
        };
    }
}
