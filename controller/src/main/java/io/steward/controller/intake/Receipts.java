package io.steward.controller.intake;

import io.steward.controller.issue.Receipt;
import io.steward.controller.issue.Receipt.Sent;
import io.steward.controller.issue.Receipt.Unsent;
import io.steward.controller.read.StateReader;
import io.steward.model.subject.NodeName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What became of an order, told to who gave it. */
final class Receipts {
    private static final String FULL = "stream-full";

    private Receipts() {}

    /** Every command with its node, and whether that is there to take it now. */
    static Map<String, @Nullable Object> json(Receipt receipt, Set<NodeName> online) {
        List<Map<String, @Nullable Object>> commands = new ArrayList<>();
        for (Sent sent : receipt.stored()) {
            Map<String, @Nullable Object> command = new LinkedHashMap<>(json(sent));
            command.put("online", online.contains(sent.node()));
            commands.add(command);
        }
        return Map.of("commands", commands);
    }

    static Set<NodeName> online(Receipt receipt, StateReader state) {
        return state.online(receipt.stored().stream().map(Sent::node).toList());
    }

    /** Which commands are stored, which are not, and of which that is not known. */
    static Problem problem(Receipt receipt) {
        boolean full = receipt.unknown().isEmpty()
                && receipt.notStored().stream()
                        .allMatch(unsent -> unsent.fate().code().equals(FULL));
        Unsent first = receipt.notStored().isEmpty()
                ? receipt.unknown().get(0)
                : receipt.notStored().get(0);
        String detail = receipt.stored().size() + " commands are stored, "
                + receipt.notStored().size() + " are not, of "
                + receipt.unknown().size() + " it is not known: "
                + first.fate().words();
        Map<String, @Nullable Object> lists = new LinkedHashMap<>();
        lists.put("stored", receipt.stored().stream().map(Receipts::json).toList());
        lists.put("notStored", receipt.notStored().stream().map(Receipts::json).toList());
        lists.put("unknown", receipt.unknown().stream().map(Receipts::json).toList());
        return new Problem(
                        full ? 507 : 503,
                        full ? FULL : "not-stored",
                        full ? "The command stream is full" : "Not every command is stored",
                        detail)
                .with(lists);
    }

    static Map<String, @Nullable Object> json(Sent sent) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", sent.id().value());
        json.put("node", sent.node().value());
        return json;
    }

    private static Map<String, @Nullable Object> json(Unsent unsent) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", unsent.id().value());
        json.put("node", unsent.node().value());
        json.put("code", unsent.fate().code());
        json.put("reason", unsent.fate().words());
        return json;
    }
}
