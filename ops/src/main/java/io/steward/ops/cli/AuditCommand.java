package io.steward.ops.cli;

import io.steward.ops.cli.Terminal.Tone;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code steward audit}: who did what to which node, and whether the log is what it was. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = {
            "Shows who did what to which node, when, and whether they were let; the newest last.",
            "With --verify it reads the control log and the audit again and compares them with the hash chain that was"
                    + " made when they came: 'equal' with the chain's heads, or what was altered or removed (exit code 1)."
                    + " Write the heads down elsewhere: --anchor compares with them what an attacker could have rewritten"
                    + " in the log and in the state database alike."
        },
        footer = {
            "",
            "Examples:",
            "  steward audit --node ship2 --since '2h ago'",
            "  steward audit --refused --follow",
            "  steward audit --verify",
            "  steward audit --verify --anchor COMMANDS:1200:9f86d081…   a head written down earlier"
        })
final class AuditCommand implements Callable<Integer> {
    private static final String PATH = "/api/v1/audit";
    private static final String VERIFY = PATH + "/verify";
    private static final int SHOWN = 20;
    private static final int REMEMBERED = 5000;
    private static final int PAGE = 1000;
    private static final long POLL_MILLIS = 1000;

    @Mixin
    Target target;

    @Mixin
    Format format;

    @Option(names = "--node", paramLabel = "NAME", description = "Only about this node.")
    @Nullable
    String node;

    @Option(names = "--who", paramLabel = "NAME", description = "Only by this operator.")
    @Nullable
    String who;

    @Option(names = "--refused", description = "Only what was refused, by the controller or by agents.")
    boolean refused;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "From then on: 2026-11-22T09:00:00Z, '2h ago', 14:00 or 'yesterday 14:00'.")
    @Nullable
    String since;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "At most this many, 1 to 1000. Default: ${DEFAULT-VALUE}.")
    int limit = 50;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with every entry as it comes, until Ctrl-C.")
    boolean follow;

    @Option(names = "--verify", description = "Compare the log with its hash chain.")
    boolean verify;

    @Option(
            names = "--anchor",
            paramLabel = "STREAM:SEQ:HASH",
            description = "With --verify: a head written down earlier. May be given several times.")
    List<String> anchors = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException {
        if (!anchors.isEmpty() && !verify) {
            throw Trouble.wrongUse("--anchor needs --verify");
        }
        Api api = target.api();
        if (verify) {
            return verify(api);
        }
        List<Map<String, @Nullable Object>> rows = list(api, moment(), limit);
        if (follow) {
            follow(api, rows);
        } else {
            format.rows(System.out, columns(Instant.now()), rows);
        }
        return 0;
    }

    private int verify(Api api) throws InterruptedException {
        Map<String, @Nullable Object> begun = Rows.object(api.post(VERIFY, Map.of("anchors", anchors), Map.of()));
        Map<String, @Nullable Object> status = new Following(api, VERIFY, format.terminal).toEnd(begun);
        Map<String, @Nullable Object> report = Rows.object(status.get("report"));
        boolean good = Rows.text(status, "state").equals("done") && Rows.flag(report, "equal");
        if (format.table()) {
            lines(report).forEach(System.out::println);
            System.out.println(format.terminal.toned(good ? Tone.GOOD : Tone.BAD, Rows.text(status, "words")));
        } else {
            format.value(System.out, status);
        }
        return good ? 0 : Trouble.REFUSED;
    }

    static List<String> lines(Map<String, @Nullable Object> report) {
        List<String> lines = new ArrayList<>();
        for (Map<String, @Nullable Object> stream : Rows.list(report, "streams")) {
            String head = Rows.text(stream, "head");
            long from = Rows.number(stream, "from").orElse(1L);
            lines.add(Rows.text(stream, "stream") + ": " + Rows.text(stream, "entries") + " entries"
                    + (from > 1 ? " from " + from + " on" : "") + (head.isEmpty() ? "" : ", head " + head));
            List<Map<String, @Nullable Object>> findings = Rows.list(stream, "findings");
            findings.stream().limit(SHOWN).forEach(finding -> lines.add("  " + Rows.text(finding, "words")));
            if (findings.size() > SHOWN) {
                lines.add("  … and more, " + Rows.text(stream, "places") + " places in all: -o json has the first 100");
            }
        }
        for (Map<String, @Nullable Object> anchor : Rows.list(report, "anchors")) {
            lines.add("anchor " + Rows.text(anchor, "anchor") + ": " + Rows.text(anchor, "words"));
        }
        return lines;
    }

    private void follow(Api api, List<Map<String, @Nullable Object>> before) throws InterruptedException {
        Set<String> seen = new LinkedHashSet<>();
        List<Map<String, @Nullable Object>> rows = before;
        String from = moment() == null ? Instant.now().toString() : moment();
        while (!System.out.checkError()) {
            for (Map<String, @Nullable Object> row : rows) {
                if (seen.add(key(row))) {
                    System.out.println(format.table() ? line(row) : PlainJson.text(row));
                    from = Rows.text(row, "recorded_at");
                }
            }
            seen.stream().limit(Math.max(0, seen.size() - REMEMBERED)).toList().forEach(seen::remove);
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            rows = list(api, from, PAGE);
        }
    }

    private static String key(Map<String, @Nullable Object> row) {
        return Rows.text(row, "stream") + " " + Rows.text(row, "log_seq") + " " + Rows.text(row, "node");
    }

    private String line(Map<String, @Nullable Object> row) {
        String line = Rows.text(row, "recorded_at") + "  " + (Rows.flag(row, "allowed") ? "allowed" : "REFUSED") + "  "
                + name(row) + "  " + Rows.text(row, "action") + "  " + Rows.text(row, "node") + "  " + what(row);
        return Cells.cut(line, format.terminal.columns().orElse(Integer.MAX_VALUE));
    }

    private List<Map<String, @Nullable Object>> list(Api api, @Nullable String from, int most) {
        Map<String, @Nullable Object> query = new LinkedHashMap<>();
        query.put("node", node);
        query.put("who", who);
        query.put("refused", refused ? "true" : null);
        query.put("since", from);
        query.put("limit", most);
        List<Map<String, @Nullable Object>> oldestFirst =
                new ArrayList<>(Rows.list(api.get(PATH + Api.query(query)), "entries"));
        Collections.reverse(oldestFirst);
        return oldestFirst;
    }

    private @Nullable String moment() {
        if (since == null) {
            return null;
        }
        try {
            return Times.moment(since, Instant.now(), ZoneId.systemDefault()).toString();
        } catch (IllegalArgumentException e) {
            throw Trouble.wrongUse("--since " + e.getMessage());
        }
    }

    private static List<Column> columns(Instant now) {
        return List.of(
                Column.whole("WHEN", 1, row -> Times.ago(Rows.text(row, "recorded_at"), now)),
                Column.whole("", 0, row -> Rows.flag(row, "allowed") ? "allowed" : "REFUSED")
                        .toned(text -> text.equals("REFUSED") ? Tone.BAD : Tone.PLAIN),
                Column.cut("WHO", 0, 6, AuditCommand::name),
                Column.whole("ROLE", 6, row -> Rows.text(row, "role")),
                Column.whole("ACTION", 0, row -> Rows.text(row, "action")),
                Column.cut("NODE", 0, 6, row -> Rows.text(row, "node")),
                Column.whole("CODE", 2, row -> Rows.text(row, "code")),
                Column.cut("WHAT", 3, 12, AuditCommand::what),
                Column.whole("LOG", 5, row -> Rows.text(row, "stream") + " " + Rows.text(row, "log_seq")));
    }

    private static String name(Map<String, @Nullable Object> row) {
        String name = Rows.text(row, "who");
        return name.isEmpty() ? "(unknown)" : name;
    }

    private static String what(Map<String, @Nullable Object> row) {
        String method = Rows.text(row, "method");
        String code = Rows.text(row, "code");
        return (code.isEmpty() ? "" : code + " ")
                + (method.isEmpty()
                        ? ""
                        : method + "." + Rows.text(row, "domain") + " " + Rows.text(row, "command_id") + " ")
                + Rows.text(row, "detail");
    }
}
