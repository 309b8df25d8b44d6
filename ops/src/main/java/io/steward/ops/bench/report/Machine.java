package io.steward.ops.bench.report;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Where a figure was measured: the machine and the versions of what ran on it. Any thread. */
public final class Machine {
    private static final Path CPU = Path.of("/proc/cpuinfo");
    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final int ASKED_SECONDS = 10;

    private Machine() {}

    /**
     * What this one is. It names no host.
     *
     * @param broker the nats-server that was used
     */
    public static Map<String, @Nullable Object> here(Path broker) {
        Map<String, @Nullable Object> here = new LinkedHashMap<>();
        here.put("cores", Runtime.getRuntime().availableProcessors());
        here.put("processor", first(CPU, "model name"));
        here.put("memory", first(MEMORY, "MemTotal"));
        here.put("load", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        here.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        here.put("java", System.getProperty("java.vendor") + " " + System.getProperty("java.version"));
        here.put("nats-server", said(broker));
        here.put("jnats", version(io.nats.client.Nats.class));
        here.put("h2", org.h2.engine.Constants.VERSION);
        return here;
    }

    private static @Nullable String first(Path file, String key) {
        try {
            return Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream()
                    .filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(null);
        } catch (IOException e) {
            return null;
        }
    }

    private static @Nullable String said(Path program) {
        try {
            Process process = new ProcessBuilder(List.of(program.toString(), "--version"))
                    .redirectErrorStream(true)
                    .start();
            String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor(ASKED_SECONDS, TimeUnit.SECONDS) ? words : null;
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private static @Nullable String version(Class<?> of) {
        return of.getPackage().getImplementationVersion();
    }
}
