package io.steward.controller.intake;

import io.steward.controller.issue.Order;
import io.steward.controller.issue.Targets;
import io.steward.model.command.Args;
import io.steward.model.command.OnCrash;
import io.steward.model.subject.InvalidName;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.ProcessName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what an operator wants done, from the body of {@code POST /api/v1/commands} or an inbox file. Pure. */
final class OrderReader {
    private static final String TARGETS = "one of {\"nodes\":[…]}, {\"where\":\"…\"} and {\"all\":true}";
    private static final String NODES = "a list of node names, at least one";
    private static final String SHELL = "shellcommand";
    private static final String SHELL_DOMAIN = "operatingsystem";

    private OrderReader() {}

    static Order read(JsonNode json) {
        RequestFields fields = RequestFields.of(
                json,
                "",
                "targets",
                "method",
                "domain",
                "args",
                "timeout",
                "expiresAt",
                "onCrash",
                "supersedes",
                "reason");
        return new Order(
                targets(fields),
                process(fields),
                args(fields),
                fields.positiveDuration("timeout"),
                fields.time("expiresAt"),
                fields.parsed("onCrash", OrderReader::onCrash, "report or repeat")
                        .orElse(OnCrash.REPORT),
                fields.flag("supersedes"),
                fields.optionalText("reason", "a string"));
    }

    private static Targets targets(RequestFields fields) {
        JsonNode json = fields.tree("targets").orElseThrow(() -> Refusal.missing("targets", TARGETS));
        RequestFields targets = RequestFields.of(json, "targets.", "nodes", "where", "all");
        List<String> named = new ArrayList<>(List.of("nodes", "where", "all"));
        named.removeIf(name -> !targets.has(name));
        if (named.size() != 1) {
            throw Refusal.badField("targets", Documents.word(json), TARGETS);
        }
        if (targets.has("all")) {
            return all(targets, json);
        }
        return targets.has("where")
                ? new Targets.Where(targets.text("where", "a condition over node_state"))
                : new Targets.Named(nodes(targets));
    }

    private static Targets all(RequestFields targets, JsonNode json) {
        if (!targets.flag("all")) {
            throw Refusal.badField("targets", Documents.word(json), TARGETS);
        }
        return new Targets.All();
    }

    private static List<NodeName> nodes(RequestFields targets) {
        List<String> names = targets.texts("nodes", NODES);
        if (names.isEmpty()) {
            throw Refusal.badField("targets.nodes", "[]", NODES);
        }
        try {
            return names.stream().map(NodeName::of).toList();
        } catch (InvalidName e) {
            throw new Refusal(Problem.badField("targets.nodes", e.getMessage()));
        }
    }

    private static ProcessName process(RequestFields fields) {
        String method = fields.text("method", "the name of a method, like " + SHELL);
        Optional<String> domain = fields.optionalText("domain", "the name of a domain");
        if (domain.isEmpty() && !SHELL.equals(method)) {
            throw Refusal.missing("domain", "the name of a domain, like " + SHELL_DOMAIN);
        }
        return new ProcessName(method, domain.orElse(SHELL_DOMAIN));
    }

    private static Args args(RequestFields fields) {
        Map<String, @Nullable Object> args = fields.object("args").orElse(Map.of());
        return new Args(args);
    }

    private static OnCrash onCrash(String word) {
        return switch (word) {
            case "report" -> OnCrash.REPORT;
            case "repeat" -> OnCrash.REPEAT;
            default -> throw new IllegalArgumentException(word);
        };
    }
}
