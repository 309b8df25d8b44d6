package io.steward.ops.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is said of any command beside its work: how long it may take, until when it may start, why. */
final class Terms {
    @Option(
            names = "--timeout",
            paramLabel = "D",
            description = "How long it may run, like 30s, 5m, 2h or PT30S. Default: the method's.")
    @Nullable
    Duration timeout;

    @Option(
            names = "--expires",
            paramLabel = "D",
            description = "A node that can't start it within this time never does. Default: it waits for ever.")
    @Nullable
    Duration expires;

    @Option(
            names = "--on-crash",
            paramLabel = "report|repeat",
            description = "When the machine went down in the middle: report it, or run it again. Default: report.")
    @Nullable
    String onCrash;

    @Option(
            names = "--supersedes",
            description = "It replaces earlier commands of the same method and domain that have not started yet.")
    boolean supersedes;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for those who look later.")
    @Nullable
    String reason;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "Makes it safe to repeat this very call: the same key has the effect once.")
    @Nullable
    String key;

    Map<String, Object> body(
            Map<String, Object> targets, String method, String domain, Map<String, ? extends @Nullable Object> args) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("targets", targets);
        fields.put("method", method);
        fields.put("domain", domain);
        fields.put("args", args);
        fields.put("timeout", timeout == null ? null : timeout.toString());
        fields.put(
                "expiresAt",
                expires == null ? null : Instant.now().plus(expires).toString());
        fields.put("onCrash", onCrash);
        fields.put("supersedes", supersedes ? true : null);
        fields.put("reason", reason);
        return Steward.body(fields);
    }

    Optional<String> once() {
        return Optional.ofNullable(key);
    }
}
