package io.steward.ops.cli;

import io.steward.model.config.Key;
import io.steward.model.config.Settings;
import io.steward.model.config.Settings.BadSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Where a service takes its settings from: a file, the environment, flags, in that rising precedence. */
final class ServiceOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings as YAML; 'a.b: c' and nested 'a: {b: c}' alike.")
    @Nullable
    Path config;

    @Option(
            names = {"-s", "--set"},
            paramLabel = "KEY=VALUE",
            description = "One setting, over file and environment (STEWARD_KEY, dots as _); may be repeated.")
    Map<String, String> set = new LinkedHashMap<>();

    @Option(names = "--keys", description = "Show every key with its default and what it is for, and end.")
    boolean keys;

    /** A service that has begun; {@code failure} completes if it can't go on. */
    record Running(AutoCloseable service, CompletableFuture<Throwable> failure) {}

    /** How a service begins. */
    interface Service {
        Running start(Settings settings) throws Exception;
    }

    /** Starts the service and keeps it until the process is told to end, or it fails; then closes it in order. */
    int serve(List<Key<?>> known, Service service) throws Exception {
        if (keys) {
            print(known);
            return 0;
        }
        Running running = service.start(settings(known));
        CompletableFuture<Boolean> end = new CompletableFuture<>();
        CountDownLatch closed = new CountDownLatch(1);
        CompletableFuture<Void> unused = running.failure().thenAccept(reason -> end.complete(false));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(end, closed), "close"));
        try {
            return end.get() ? 0 : Trouble.REFUSED;
        } finally {
            running.service().close();
            closed.countDown();
        }
    }

    // The process ends when its hooks have ended: so this one waits until the service is closed.
    private static void close(CompletableFuture<Boolean> end, CountDownLatch closed) {
        end.complete(true);
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Settings settings(List<Key<?>> known) {
        try {
            return Settings.read(known, List.of(file(), Settings.fromEnvironment(known, System.getenv()), set));
        } catch (BadSettings e) {
            throw Trouble.wrongUse(
                    "these settings can't be used:\n  " + e.reasons().stream().collect(Collectors.joining("\n  ")));
        }
    }

    static void print(List<Key<?>> known) {
        for (Key<?> key : known) {
            System.out.println(key.name() + "  (" + key.environmentName() + ")");
            System.out.println("    " + key.purpose());
            System.out.println("    allowed: " + key.allowed() + "; default: "
                    + (key.fallback().isEmpty() ? "not set" : key.fallback()));
        }
    }

    private Map<String, String> file() {
        if (config == null) {
            return Map.of();
        }
        try {
            Object tree = new YAMLMapper().readValue(Files.readString(config), Object.class);
            Map<String, String> flat = new TreeMap<>();
            if (tree != null) {
                flatten("", tree, flat);
            }
            return flat;
        } catch (IOException e) {
            throw Trouble.wrongUse("--config " + config + " can't be read: " + e);
        } catch (JacksonException e) {
            throw Trouble.wrongUse("--config " + config + " is not YAML: "
                    + e.getOriginalMessage().lines().findFirst().orElse(""));
        }
    }

    private void flatten(String path, @Nullable Object value, Map<String, String> flat) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, inner) -> flatten(path.isEmpty() ? "" + key : path + "." + key, inner, flat));
        } else if (path.isEmpty()) {
            throw Trouble.wrongUse("--config " + config + " is not allowed: it must hold keys and values");
        } else if (value instanceof List<?> list) {
            flat.put(path, list.stream().map(String::valueOf).collect(Collectors.joining(",")));
        } else if (value != null) {
            flat.put(path, value.toString());
        }
    }
}
