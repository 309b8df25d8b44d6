package io.steward.ops.cli;

import io.steward.model.command.Args;
import io.steward.model.command.Sealed;
import io.steward.model.command.Secret;
import io.steward.model.subject.InvalidName;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Subject;
import io.steward.nats.seal.Sealer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Seals the secrets of an order, here, to each node that it is for: what leaves this machine only that node can read. An
 * order with secrets becomes one order per node. One thread.
 */
final class Sealing {
    private static final int AT_ONCE = 200;

    private final Api api;

    Sealing(Api api) {
        this.api = api;
    }

    /**
     * An order as it may be sent.
     *
     * @param once what makes it safe to repeat; empty: nothing does
     */
    record Sendable(Map<String, Object> order, Optional<String> once) {}

    /**
     * The order itself if it holds no secret, else one for each of its nodes.
     *
     * @param order the body of {@code POST /api/v1/commands}, secrets in it as {@link Secret}
     * @throws Trouble if a node has told no key; then nothing is sealed
     */
    List<Sendable> sendable(Map<String, Object> order, Optional<String> once) {
        if (!Secret.within(order.get("args"))) {
            return List.of(new Sendable(order, once));
        }
        List<String> nodes = nodes(Rows.object(order.get("targets")));
        Map<String, String> keys = keys(nodes);
        List<String> without =
                nodes.stream().filter(node -> !keys.containsKey(node)).toList();
        if (!without.isEmpty()) {
            throw Trouble.refused("nothing can be sealed for " + String.join(", ", without)
                    + ": no box key is known of it, because its agent has not spoken yet or is older than secrets");
        }
        return nodes.stream()
                .map(node -> new Sendable(
                        forOne(order, node, keys.getOrDefault(node, "")),
                        once.map(word -> nodes.size() == 1 ? word : word + "." + node)))
                .toList();
    }

    private static Map<String, Object> forOne(Map<String, Object> order, String node, String key) {
        Map<String, Object> own = new LinkedHashMap<>(order);
        own.put("targets", Map.of("nodes", List.of(node)));
        Subject subject = subject(order, node);
        own.put(
                "args",
                sealed(new Args(Rows.object(order.get("args"))), key, subject).fields());
        return own;
    }

    /** The arguments with every secret sealed to this key, for commands on this subject. */
    static Args sealed(Args args, String boxKey, Subject subject) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        args.fields().forEach((name, value) -> fields.put(name, sealedValue(value, boxKey, subject)));
        return new Args(fields);
    }

    private static @Nullable Object sealedValue(@Nullable Object value, String boxKey, Subject subject) {
        if (value instanceof Secret secret) {
            return new Sealed(Sealer.seal(boxKey, secret.reveal(), subject)).plain();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((name, each) -> copy.put(String.valueOf(name), sealedValue(each, boxKey, subject)));
            return copy;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>();
            list.forEach(each -> copy.add(sealedValue(each, boxKey, subject)));
            return copy;
        }
        return value;
    }

    private static Subject subject(Map<String, Object> order, String node) {
        try {
            return Subject.command(
                    NodeName.of(node), String.valueOf(order.get("method")), String.valueOf(order.get("domain")));
        } catch (InvalidName e) {
            throw Trouble.wrongUse(String.valueOf(e.getMessage()));
        }
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

    private Map<String, String> keys(List<String> nodes) {
        Map<String, String> keys = new LinkedHashMap<>();
        for (int from = 0; from < nodes.size(); from += AT_ONCE) {
            String names = nodes.subList(from, Math.min(from + AT_ONCE, nodes.size())).stream()
                    .map(node -> "'" + valid(node) + "'")
                    .collect(Collectors.joining(","));
            Object answer = api.post(
                    "/api/v1/sql",
                    Map.of("query", "select node, box_key from node_box_key where node in (" + names + ")"),
                    Map.of());
            if (Rows.object(answer).get("rows") instanceof List<?> rows) {
                for (Object row : rows) {
                    List<?> cells = (List<?>) row;
                    keys.put(String.valueOf(cells.get(0)), String.valueOf(cells.get(1)));
                }
            }
        }
        return keys;
    }

    private static String valid(String node) {
        try {
            return NodeName.of(node).value();
        } catch (InvalidName e) {
            throw Trouble.wrongUse(String.valueOf(e.getMessage()));
        }
    }
}
