package io.steward.ops.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Arguments of a command as they are written on a command line: {@code key=value} or {@code @file.json}, the later ones
 * over the earlier. A value that is JSON (a list, an object, a number, true, false, null, a quoted string) is taken as
 * JSON, any other as text.
 */
final class Argument {
    private static final String ALLOWED = "use key=value or @file.json";

    private Argument() {}

    static Map<String, @Nullable Object> parse(List<String> words) {
        Map<String, @Nullable Object> args = new LinkedHashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (word.startsWith("@")) {
                args.putAll(file(Path.of(word.substring(1))));
            } else if (equals < 1) {
                throw Trouble.wrongUse("argument \"" + word + "\" is not allowed: " + ALLOWED);
            } else {
                args.put(word.substring(0, equals), value(word.substring(equals + 1)));
            }
        }
        return args;
    }

    private static @Nullable Object value(String text) {
        boolean jsonLike = text.matches("(?s)\\s*([\\[{\"].*|true|false|null|-?[0-9][0-9.eE+-]*)\\s*");
        try {
            return jsonLike ? PlainJson.parse(text) : text;
        } catch (RuntimeException e) {
            return text;
        }
    }

    private static Map<String, @Nullable Object> file(Path file) {
        try {
            Object json = PlainJson.parse(Files.readString(file));
            if (json instanceof Map) {
                return Rows.object(json);
            }
            throw Trouble.wrongUse("file " + file + " is not allowed: it holds no JSON object");
        } catch (IOException e) {
            throw Trouble.wrongUse("file " + file + " can't be read: " + e);
        } catch (tools.jackson.core.JacksonException | IllegalArgumentException e) {
            throw Trouble.wrongUse("file " + file + " is not JSON: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }
}
