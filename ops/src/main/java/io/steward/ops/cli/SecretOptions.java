package io.steward.ops.cli;

import io.steward.model.command.Secret;
import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Secrets as a command line may name them, never as it may hold them: {@code NAME} (asked at the terminal, without echo),
 * {@code NAME=@FILE} or {@code NAME=-} (standard input). One newline at the end is not part of the secret. One thread.
 */
final class SecretOptions {
    private final String option;

    /** @param option how it is called on the command line */
    SecretOptions(String option) {
        this.option = option;
    }

    /** Reads all of them; what is wrong is told before the first is read. */
    Map<String, Secret> read(List<String> words) {
        words.forEach(this::check);
        if (words.stream().filter(word -> word.endsWith("=-")).count() > 1) {
            throw Trouble.wrongUse(option + " NAME=- is allowed once: standard input can be read once");
        }
        Map<String, Secret> secrets = new LinkedHashMap<>();
        for (String word : words) {
            if (secrets.put(name(word), secret(word)) != null) {
                throw Trouble.wrongUse(option + " names " + name(word) + " twice");
            }
        }
        return secrets;
    }

    private void check(String word) {
        int equals = word.indexOf('=');
        if (name(word).isEmpty() || word.startsWith("@")) {
            throw Trouble.wrongUse(option + " is not allowed without a name: use NAME, NAME=@FILE or NAME=-");
        }
        if (equals >= 0
                && !word.startsWith("@", equals + 1)
                && !word.substring(equals).equals("=-")) {
            throw Trouble.wrongUse(
                    option + " " + name(word) + "=… with the value itself is not allowed: the process list"
                            + " and the shell's history would show it; use " + name(word) + "=@FILE, " + name(word)
                            + "=- for standard input, or " + name(word) + " to be asked");
        }
    }

    private Secret secret(String word) {
        int equals = word.indexOf('=');
        if (equals < 0) {
            return asked(word);
        }
        return word.endsWith("=-") ? fromInput() : fromFile(Path.of(word.substring(equals + 2)));
    }

    // Later Javas have a console without a terminal, too: it then has no password to read.
    @SuppressWarnings("SystemConsoleNull")
    private Secret asked(String name) {
        Console console = System.console();
        char @Nullable [] typed = console == null ? null : console.readPassword("%s: ", name);
        if (typed == null) {
            throw Trouble.wrongUse(
                    option + " " + name + " needs a terminal to ask at: use " + name + "=@FILE or " + name + "=-");
        }
        return new Secret(new String(typed));
    }

    private static Secret fromInput() {
        try {
            return withoutNewline(new String(System.in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw Trouble.wrongUse("standard input can't be read: " + e);
        }
    }

    private Secret fromFile(Path file) {
        try {
            return withoutNewline(Files.readString(file));
        } catch (IOException e) {
            throw Trouble.wrongUse(option + " @" + file + " can't be read as UTF-8 text: " + e);
        }
    }

    private static Secret withoutNewline(String text) {
        return new Secret(text.endsWith("\n") ? text.substring(0, text.length() - 1) : text);
    }

    private static String name(String word) {
        int equals = word.indexOf('=');
        return equals < 0 ? word : word.substring(0, equals);
    }

    /** Puts each where its name says, dots leading into objects: {@code env.PASSWORD} is the member of {@code env}. */
    static void place(Map<String, Secret> secrets, Map<String, @Nullable Object> args) {
        secrets.forEach((name, secret) -> {
            Map<String, @Nullable Object> object = args;
            String[] names = name.split("\\.", -1);
            for (int i = 0; i < names.length - 1; i++) {
                if (object.get(names[i]) != null && !(object.get(names[i]) instanceof Map)) {
                    throw Trouble.wrongUse("argument " + name + " is not allowed: " + names[i] + " is no object");
                }
                Map<String, @Nullable Object> inner = new LinkedHashMap<>(Rows.object(object.get(names[i])));
                object.put(names[i], inner);
                object = inner;
            }
            if (object.put(names[names.length - 1], secret) != null) {
                throw Trouble.wrongUse("argument " + name + " is given twice, plain and secret");
            }
        });
    }
}
