package io.steward.ops.cli;

import io.steward.model.trust.Policy;
import io.steward.model.wire.PolicyCodec;
import io.steward.model.wire.Unreadable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a policy is read from: a file, or the controller. */
final class PolicySource {
    private static final String PATH = "/api/v1/policy";

    @Option(names = "--file", paramLabel = "FILE", description = "This policy, not the controller's.")
    @Nullable
    Path file;

    Policy policy(Target target) {
        return file != null ? read(file) : decoded(PlainJson.text(plain(target)), "the controller's policy");
    }

    /** The policy as JSON. */
    Map<String, @Nullable Object> plain(Target target) {
        return Rows.object(
                file != null ? PlainJson.parse(text(file)) : target.api().get(PATH));
    }

    /** The controller's policy, if it can be asked and has one. */
    Optional<Policy> known(Target target) {
        return target.api().getIfThere(PATH).map(json -> decoded(PlainJson.text(json), "the controller's policy"));
    }

    /** What the controller knows of a node's labels; nothing where a file is asked. */
    Map<String, String> labels(Target target, String node) {
        Map<String, String> labels = new LinkedHashMap<>();
        if (file == null) {
            target.api()
                    .getIfThere("/api/v1/nodes/" + Api.encoded(node))
                    .ifPresent(row -> Rows.object(Rows.object(row).get("labels"))
                            .forEach((name, value) -> labels.put(name, String.valueOf(value))));
        }
        return labels;
    }

    static Policy read(Path file) {
        return decoded(text(file), file.toString());
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw Trouble.wrongUse("policy " + file + " can't be read: " + e);
        }
    }

    /** Refuses a policy that nodes would not take in place of the one that is known. */
    static void raised(Policy news, Optional<Policy> known) {
        boolean stale = known.isPresent()
                && (news.version() < known.get().version()
                        || (news.version() == known.get().version() && !news.equals(known.get())));
        if (stale) {
            throw Trouble.wrongUse("policy version " + news.version() + " is not allowed: use a higher one than "
                    + known.get().version() + ", which the controller has");
        }
    }

    private static Policy decoded(String json, String what) {
        try {
            return PolicyCodec.decode(json.getBytes(StandardCharsets.UTF_8));
        } catch (Unreadable e) {
            throw Trouble.wrongUse(what + " is not a policy: " + e.getMessage());
        }
    }
}
