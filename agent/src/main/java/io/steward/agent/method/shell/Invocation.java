package io.steward.agent.method.shell;

import io.steward.model.command.Args;
import io.steward.model.command.BadArgs;
import io.steward.model.command.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What to run, as the arguments of a {@code shellcommand} say it. Immutable.
 *
 * @param argv the program and its arguments; for a script its interpreter, to which the script's file is appended
 * @param env added to the agent's own environment
 * @param cwd absolute; empty: the agent's own
 * @param hidden what comes sealed, and so touches no disk
 * @param stream whether what it prints is reported while it runs
 */
record Invocation(
        List<String> argv,
        Optional<String> script,
        Optional<String> stdin,
        Map<String, String> env,
        Optional<String> cwd,
        Hidden hidden,
        boolean stream) {

    private static final List<String> FIELDS =
            List.of("argv", "script", "interpreter", "stdin", "env", "cwd", "stream");
    private static final Pattern ENV_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    /** Names to which one shell or another refuses an assignment, and the one by which we find processes again. */
    private static final Set<String> NOT_OURS_TO_SET =
            Set.of("PPID", "UID", "EUID", "GROUPS", "SHELLOPTS", "BASHOPTS", "OPTIND", RunFolder.MARKER);

    /** @throws BadArgs naming field, value and what is allowed */
    static Invocation of(Args all) {
        Hidden hidden = Hidden.of(all);
        Args args = hidden.none() ? all : Hidden.without(all);
        for (String field : args.fields().keySet()) {
            if (!FIELDS.contains(field)) {
                throw new BadArgs(field, kind(args.fields().get(field)), "only " + String.join(", ", FIELDS));
            }
        }
        Optional<String> script = args.string("script");
        Optional<List<String>> argv = args.strings("argv");
        if (argv.isPresent() == script.isPresent()) {
            throw new BadArgs("argv", argv.isPresent() ? "with script" : "absent", "exactly one of argv and script");
        }
        if (argv.isPresent() && args.fields().get("interpreter") != null) {
            throw new BadArgs("interpreter", args.fields().get("interpreter"), "it with script only");
        }
        script.ifPresent(text -> withoutNul("script", text));
        Optional<String> stdin = args.string("stdin");
        hidden.env().keySet().forEach(Invocation::settable);
        return new Invocation(
                argv.isPresent() ? program("argv", argv.get()) : interpreter(args),
                script,
                stdin,
                env(args),
                cwd(args),
                hidden,
                args.bool("stream").orElse(false));
    }

    private static List<String> interpreter(Args args) {
        if (args.fields().get("interpreter") instanceof List) {
            return program("interpreter", args.strings("interpreter").orElseThrow());
        }
        return program("interpreter", List.of(args.string("interpreter").orElse("/bin/sh")));
    }

    private static List<String> program(String field, List<String> argv) {
        if (argv.isEmpty() || argv.get(0).isEmpty()) {
            throw new BadArgs(field, argv, "a program and its arguments");
        }
        argv.forEach(arg -> withoutNul(field, arg));
        return argv;
    }

    private static Map<String, String> env(Args args) {
        Map<String, String> env = args.stringMap("env").orElse(Map.of());
        env.forEach((name, value) -> {
            settable(name);
            if (value.indexOf('\0') >= 0) {
                throw new BadArgs("env." + name, "…", "text without NUL");
            }
        });
        return env;
    }

    private static void settable(String name) {
        if (!ENV_NAME.matcher(name).matches() || NOT_OURS_TO_SET.contains(name)) {
            throw new BadArgs(
                    "env",
                    name,
                    "names of letters, digits and _ that don't begin with a digit, and none of "
                            + String.join(
                                    ", ", NOT_OURS_TO_SET.stream().sorted().toList()));
        }
    }

    private static Optional<String> cwd(Args args) {
        Optional<String> cwd = args.string("cwd");
        cwd.ifPresent(path -> {
            if (!path.startsWith("/") || path.indexOf('\0') >= 0) {
                throw new BadArgs("cwd", path, "an absolute path");
            }
        });
        return cwd;
    }

    private static void withoutNul(String field, String text) {
        if (text.indexOf('\0') >= 0) {
            throw new BadArgs(field, text, "text without NUL");
        }
    }

    /** The value of a field that is misspelt may be a secret. */
    private static String kind(@org.jspecify.annotations.Nullable Object value) {
        if (value instanceof String) {
            return "a string";
        }
        return value instanceof Map ? "an object" : value instanceof List ? "a list" : String.valueOf(value);
    }

    /** What a variable of its environment is set to, plain or hidden. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(env.get(name))
                .or(() -> Optional.ofNullable(hidden.env().get(name)).map(Secret::reveal));
    }

    /** Arguments, input and environment may hold secrets. */
    @Override
    public String toString() {
        return "Invocation[" + argv.get(0) + "]";
    }
}
