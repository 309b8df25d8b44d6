package io.steward.ops.cli;

import io.steward.model.trust.SigningKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Has an order carried out: its secrets sealed here, to each node; signed here, one command per node, when there is a key,
 * else as it is. One thread; answers
 * the ids once the log has stored all of them.
 */
final class Sender {
    private final Api api;
    private final Optional<SigningKey> key;

    Sender(Api api, Optional<SigningKey> key) {
        this.api = api;
        this.key = key;
    }

    /**
     * Sends the order.
     *
     * @param order the body of {@code POST /api/v1/commands}
     * @param once what makes it safe to repeat; empty: nothing does
     */
    List<Map<String, @Nullable Object>> send(Map<String, Object> order, Optional<String> once) {
        List<Map<String, @Nullable Object>> sent = new ArrayList<>();
        for (Sealing.Sendable each : new Sealing(api).sendable(order, once)) {
            sent.addAll(sendSealed(each.order(), each.once()));
        }
        return sent;
    }

    private List<Map<String, @Nullable Object>> sendSealed(Map<String, Object> order, Optional<String> once) {
        Map<String, String> headers = once.<Map<String, String>>map(word -> Map.of("Idempotency-Key", word))
                .orElse(Map.of());
        return key.isEmpty()
                ? Rows.list(api.post("/api/v1/commands", order, headers), "commands")
                : signed(new SignedOrder(key.get(), order, once), Rows.object(order.get("targets")), headers);
    }

    private List<Map<String, @Nullable Object>> signed(
            SignedOrder order, Map<String, @Nullable Object> targets, Map<String, String> headers) {
        List<Map<String, @Nullable Object>> sent = new ArrayList<>();
        for (String body : order.bodies(nodes(targets))) {
            try {
                sent.addAll(Rows.list(api.postText("/api/v1/signed-commands", body, headers), "commands"));
            } catch (Trouble e) {
                throw sent.isEmpty() ? e : e.after(sent.size() + " commands are sent, then: ");
            }
        }
        return sent;
    }

    private List<String> nodes(Map<String, @Nullable Object> targets) {
        if (targets.get("nodes") instanceof List<?> named) {
            return named.stream().map(String::valueOf).distinct().toList();
        }
        Map<String, @Nullable Object> query = new LinkedHashMap<>();
        query.put("where", targets.get("where"));
        return Listing.all(api, "/api/v1/nodes", "nodes", query, Integer.MAX_VALUE).stream()
                .filter(row -> Rows.flag(row, "enrolled"))
                .map(row -> Rows.text(row, "node"))
                .toList();
    }
}
