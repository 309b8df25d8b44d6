package io.steward.ops.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code steward send NODE METHOD DOMAIN [key=value…|@file.json]}: any command. */
@Command(
        name = "send",
        mixinStandardHelpOptions = true,
        description = {
            "Sends any command and ends once the log has stored it.",
            "A value that is JSON (a list, an object, a number, true, false, null, a quoted string) is taken as JSON,"
                    + " any other as text."
        },
        footer = {
            "",
            "Examples:",
            "  steward send ship1 shellcommand operatingsystem 'argv=[\"uname\",\"-a\"]'",
            "  steward send ship1 syslogforwarding dpkg @dpkg.json",
            "  steward send ship1,ship2 process agent action=list"
        })
final class SendCommand implements Callable<Integer> {
    @Mixin
    Target target;

    @Mixin
    Format format;

    @Mixin
    Terms terms;

    @Mixin
    Signing signing;

    @Parameters(index = "0", paramLabel = "NODE", split = ",", description = "One node, or several: a,b,c.")
    List<String> nodes;

    @Parameters(index = "1", paramLabel = "METHOD", description = "Say shellcommand.")
    String method;

    @Parameters(index = "2", paramLabel = "DOMAIN", description = "Say operatingsystem.")
    String domain;

    @Parameters(
            index = "3..*",
            paramLabel = "key=value|@file.json",
            description = "The command's arguments; later ones over earlier.")
    List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() {
        Map<String, Object> body = terms.body(Map.of("nodes", nodes), method, domain, Argument.parse(arguments));
        show(format, new Sender(target.api(), signing.key(target)).send(body, terms.once()));
        return 0;
    }

    static void show(Format format, List<Map<String, @Nullable Object>> issued) {
        List<Column> columns = List.of(
                Column.whole("ID", 0, row -> Rows.text(row, "id")),
                Column.cut("NODE", 0, 6, row -> Rows.text(row, "node")));
        format.rows(System.out, columns, issued);
    }
}
