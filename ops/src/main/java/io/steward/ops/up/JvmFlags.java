package io.steward.ops.up;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * With which flags the JVM of a service starts: {@code agent.jvm} and {@code controller.jvm} beside this class, a flag a
 * line, which the launcher hands to {@code java} as an argument file. Stateless.
 */
public final class JvmFlags {
    private JvmFlags() {}

    /** Those of this service; what is added behind them wins. */
    public static List<String> of(String service, String... more) {
        List<String> flags = new ArrayList<>(text(service)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList());
        flags.addAll(List.of(more));
        return List.copyOf(flags);
    }

    private static String text(String service) {
        try (InputStream in = JvmFlags.class.getResourceAsStream(service + ".jvm")) {
            if (in == null) {
                throw new IllegalArgumentException("there is no service \"" + service + "\": use agent or controller");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
