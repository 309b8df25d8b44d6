package io.steward.ops.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
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
            "  steward send ship1,ship2 process agent action=list",
            "  steward send ship1 print lp0 @job.json --secret pin=@pin.txt"
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

    @Option(
            names = "--secret",
            paramLabel = "KEY[=@FILE|=-]",
            description = {
                "An argument that only the node can read: asked for without echo, from a file, or from standard input."
                        + " Dots lead into objects: env.PASSWORD. May be repeated.",
                "The value itself is refused here: the process list and the shell's history would show it."
            })
    List<String> secrets = new ArrayList<>();

    @Override
    public Integer call() {
        Map<String, @Nullable Object> args = Argument.parse(arguments);
        SecretOptions.place(new SecretOptions("--secret").read(secrets), args);
        Map<String, Object> body = terms.body(Map.of("nodes", nodes), method, domain, args);
        show(format, new Sender(target.api(), signing.key(target)).send(body, terms.once()));
        return 0;
    }

    /** Sends the order, its secrets sealed; answers the ids once the log has stored all of its commands. */
    static void show(Format format, List<Map<String, @Nullable Object>> issued) {
        List<Column> columns = List.of(
                Column.whole("ID", 0, row -> Rows.text(row, "id")),
                Column.cut("NODE", 0, 6, row -> Rows.text(row, "node")));
        format.rows(System.out, columns, issued);
    }
}
