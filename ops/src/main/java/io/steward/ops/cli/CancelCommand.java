package io.steward.ops.cli;

import io.steward.model.trust.SigningKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code steward cancel ID…}. */
@Command(
        name = "cancel",
        mixinStandardHelpOptions = true,
        description = {
            "Cancels commands: one that has not started never starts, one that runs is stopped.",
            "The node decides, when the request reaches it; 'steward command ID' shows how it ended."
        },
        footer = {"", "Examples:", "  steward cancel 0190f0c1-7b5a-7cc3-9f0e-1d2c3b4a5f60"})
final class CancelCommand implements Callable<Integer> {
    @Mixin
    Target target;

    @Mixin
    Format format;

    @Mixin
    Signing signing;

    @Parameters(paramLabel = "ID", arity = "1..*", description = "The commands.")
    List<String> ids;

    @Override
    public Integer call() {
        Api api = target.api();
        Optional<SigningKey> key = signing.key(target);
        int exit = 0;
        for (String id : ids) {
            try {
                Map<String, @Nullable Object> answer = key.isEmpty()
                        ? Rows.object(api.post("/api/v1/commands/" + Api.encoded(id) + "/cancel", Map.of(), Map.of()))
                        : signed(api, key, id);
                if (format.table()) {
                    System.out.println(id + ": cancel requested");
                } else {
                    format.value(System.out, answer);
                }
            } catch (Trouble trouble) {
                System.err.println("steward: " + trouble.getMessage());
                exit = Math.max(exit, trouble.exitCode());
            }
        }
        return exit;
    }

    private static Map<String, @Nullable Object> signed(Api api, Optional<SigningKey> key, String id) {
        Map<String, @Nullable Object> row = Rows.object(api.get("/api/v1/commands/" + Api.encoded(id)));
        if (Rows.flag(row, "terminal")) {
            throw Trouble.refused("command \"" + id + "\" has ended with status " + Rows.text(row, "status")
                    + " and can't be canceled");
        }
        String node = Rows.text(row, "node");
        Map<String, Object> order = Map.of(
                "targets",
                Map.of("nodes", List.of(node)),
                "method",
                "cancel",
                "domain",
                "agent",
                "args",
                Map.of("commandId", id));
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        new Sender(api, key).send(order, Optional.empty()).forEach(sent -> answer.put("id", sent.get("id")));
        answer.put("node", node);
        answer.put("commandId", id);
        return answer;
    }
}
