package io.steward.ops.cli;

import io.steward.model.command.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code steward run … -- ARGV…}: a shell command on nodes, output as it comes. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a command on nodes and shows its output as it comes, with the node's name in front.",
            "Nodes that are away are told as waiting: the command runs when they are back, also after this one ended.",
            "No shell stands in between: for pipes use 'sh -c …' or --script."
        },
        footer = {
            "",
            "Examples:",
            "  steward run --all -- uname -a",
            "  steward run --on ship1,ship2 --timeout 30s -- sh -c 'df -h | tail -1'",
            "  steward run --where \"os = 'Linux'\" --script check.sh",
            "  steward run --all --stdin -- wc -l < names.txt",
            "  steward run --on ship2 --detach --expires 1d -- systemctl restart nginx",
            "  steward run --all --wait 1h -- uptime    waits for those away, too",
            "  steward run --on ship1 --secret-env PGPASSWORD=@pw.txt -- psql -c 'select 1'"
        })
final class RunCommand implements Callable<Integer> {
    @Mixin
    Target target;

    @Mixin
    Format format;

    @Mixin
    Targets targets;

    @Mixin
    Terms terms;

    @Mixin
    Signing signing;

    @Option(names = "--detach", description = "Do not wait: show the ids and end once the log has stored the commands.")
    boolean detach;

    @Option(names = "--wait", paramLabel = "D", description = "Wait this long for nodes that are away, too.")
    @Nullable
    Duration wait;

    @Option(names = "--script", paramLabel = "FILE", description = "Run this script; '-' reads it from standard input.")
    @Nullable
    String script;

    @Option(
            names = "--interpreter",
            paramLabel = "PATH",
            description = "What runs the script. Default: what its first line says after #!, else /bin/sh.")
    @Nullable
    String interpreter;

    @Option(names = "--stdin", description = "Give the command what stands on standard input.")
    boolean stdin;

    @Option(names = "--cwd", paramLabel = "DIR", description = "The folder to run in, on the node.")
    @Nullable
    String cwd;

    @Option(names = "--env", paramLabel = "NAME=VALUE", description = "A variable for the command; may be repeated.")
    Map<String, String> env = new LinkedHashMap<>();

    @Option(
            names = "--secret-env",
            paramLabel = "NAME[=@FILE|=-]",
            description = {
                "A variable that only the node can read: asked for without echo, from a file, or from standard input."
                        + " May be repeated.",
                "The value itself is refused here: the process list and the shell's history would show it."
            })
    List<String> secretEnv = new ArrayList<>();

    @Option(names = "--secret-stdin", description = "As --stdin, but only the node can read it.")
    boolean secretStdin;

    @Parameters(paramLabel = "ARGV", arity = "0..*", description = "The command and its arguments.")
    List<String> argv = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException {
        Map<String, Object> body = terms.body(targets.body(), "shellcommand", "operatingsystem", args());
        Api api = target.api();
        Sender sender = new Sender(api, signing.key(target));
        if (detach) {
            SendCommand.show(format, Watching.some(sender.send(body, terms.once())));
            return 0;
        }
        return Watching.run(api, format, Optional.ofNullable(wait), () -> sender.send(body, terms.once()));
    }

    private Map<String, @Nullable Object> args() {
        if (script != null == !argv.isEmpty()) {
            throw Trouble.wrongUse("say what to run: either --script FILE, or the command and its arguments after --");
        }
        checkInput();
        Map<String, @Nullable Object> args = new LinkedHashMap<>();
        if (script == null) {
            args.put("argv", argv);
        } else {
            String text = script.equals("-") ? standardInput() : file(Path.of(script));
            args.put("script", text);
            args.put("interpreter", interpreter == null ? interpreterOf(text) : interpreter);
        }
        if (stdin || secretStdin) {
            args.put("stdin", secretStdin ? new Secret(standardInput()) : standardInput());
        }
        Map<String, @Nullable Object> variables = new LinkedHashMap<>(env);
        SecretOptions.place(new SecretOptions("--secret-env").read(secretEnv), variables);
        if (!variables.isEmpty()) {
            args.put("env", variables);
        }
        args.put("cwd", cwd);
        args.put("stream", !detach);
        args.values().removeIf(java.util.Objects::isNull);
        return args;
    }

    private void checkInput() {
        List<String> readers = new ArrayList<>();
        if (stdin) {
            readers.add("--stdin");
        }
        if (secretStdin) {
            readers.add("--secret-stdin");
        }
        if ("-".equals(script)) {
            readers.add("--script -");
        }
        secretEnv.stream().filter(word -> word.endsWith("=-")).forEach(word -> readers.add("--secret-env " + word));
        if (readers.size() > 1) {
            throw Trouble.wrongUse(
                    readers.get(0) + " is not allowed with " + readers.get(1) + ": standard input can be read once");
        }
    }

    private static String interpreterOf(String text) {
        String first = text.lines().findFirst().orElse("");
        return first.startsWith("#!/") ? first.substring(2).strip() : "/bin/sh";
    }

    private static String standardInput() {
        try {
            return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw Trouble.wrongUse("standard input can't be read: " + e);
        }
    }

    private static String file(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw Trouble.wrongUse("--script " + file + " can't be read as UTF-8 text: " + e);
        }
    }
}
