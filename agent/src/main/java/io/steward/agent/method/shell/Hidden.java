package io.steward.agent.method.shell;

import io.steward.model.command.Args;
import io.steward.model.command.BadArgs;
import io.steward.model.command.Secret;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came sealed of a command's environment and input: it goes through a pipe to the wrapper, which keeps it in memory,
 * and touches no disk. Immutable.
 */
record Hidden(Map<String, Secret> env, Optional<Secret> stdin) {
    static final Hidden NONE = new Hidden(Map.of(), Optional.empty());

    /** @throws BadArgs for a sealed value that would be seen where it stands */
    static Hidden of(Args args) {
        Map<String, Secret> env = new LinkedHashMap<>();
        Optional<Secret> stdin = Optional.empty();
        for (Map.Entry<String, @Nullable Object> field : args.fields().entrySet()) {
            Object value = field.getValue();
            if (field.getKey().equals("stdin") && value instanceof Secret secret) {
                stdin = Optional.of(withoutNul("stdin", secret));
            } else if (field.getKey().equals("env") && value instanceof Map<?, ?> map) {
                map.forEach((name, each) -> {
                    if (each instanceof Secret secret) {
                        env.put(String.valueOf(name), withoutNul("env." + name, secret));
                    }
                });
            } else if (Secret.within(value)) {
                throw new BadArgs(
                        field.getKey(),
                        Secret.SHOWN,
                        "sealed values in env and stdin alone, which no process list shows");
            }
        }
        return new Hidden(env, stdin);
    }

    /** The arguments but for these. */
    static Args without(Args args) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(args.fields());
        fields.values().removeIf(Secret.class::isInstance);
        if (fields.get("env") instanceof Map<?, ?> env) {
            Map<Object, @Nullable Object> plain = new LinkedHashMap<>(env);
            plain.values().removeIf(Secret.class::isInstance);
            fields.put("env", plain);
        }
        return new Args(fields);
    }

    boolean none() {
        return env.isEmpty() && stdin.isEmpty();
    }

    private static Secret withoutNul(String field, Secret secret) {
        if (secret.reveal().indexOf('\0') >= 0) {
            throw new BadArgs(field, secret, "text without NUL");
        }
        return secret;
    }
}
