package io.steward.controller.intake;

import io.steward.controller.issue.Order;
import io.steward.model.subject.InvalidName;
import io.steward.model.wire.RequestKey;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What one inbox file asks for. Pure: made from its name, time and content.
 *
 * @param orders as they stand in it
 * @param identity the same for the same file, however often it is read; another for a file that is dropped again
 */
record InboxFile(List<Order> orders, String identity) {
    /** A file that is no document, perhaps not yet. */
    static final class Unparsable extends Exception {
        Unparsable(String message) {
            super(message);
        }
    }

    InboxFile {
        orders = List.copyOf(orders);
    }

    /** @throws Refusal if it is a document and asks for something that is not allowed */
    static InboxFile read(String name, long modifiedMillis, byte[] content, YamlDocuments yaml) throws Unparsable {
        JsonNode document = document(name, content, yaml);
        List<Order> orders = new ArrayList<>();
        if (document.isArray()) {
            for (int i = 0; i < document.size(); i++) {
                orders.add(order(document.get(i), "[" + i + "]: "));
            }
        } else {
            orders.add(order(document, ""));
        }
        if (orders.isEmpty()) {
            throw new Refusal(Problem.badField("file", "the file holds an empty list: use at least one request"));
        }
        return new InboxFile(orders, name + "\n" + modifiedMillis + "\n" + sha256(content));
    }

    /** The request key of one of its orders. */
    String requestKey(String operator, int index) {
        return RequestKey.of(operator, "inbox\n" + identity + "\n" + index);
    }

    private static JsonNode document(String name, byte[] content, YamlDocuments yaml) throws Unparsable {
        String lower = name.toLowerCase(Locale.ROOT);
        try {
            JsonNode document;
            if (lower.endsWith(".json")) {
                document = Documents.json(content);
            } else if (lower.endsWith(".yaml") || lower.endsWith(".yml")) {
                document = yaml.read(content);
            } else {
                throw new Refusal(Problem.badField(
                        "file", "file name \"" + Shown.of(name) + "\" is not allowed: use .json, .yaml or .yml"));
            }
            if (document == null || !(document.isObject() || document.isArray())) {
                throw new Unparsable("the file holds no request: use an object or a list of objects");
            }
            return document;
        } catch (JacksonException e) {
            throw new Unparsable("the file is not a YAML document: " + Documents.why(e));
        } catch (NumberFormatException | ArithmeticException e) {
            throw new Unparsable("the file is not a YAML document: " + Documents.ENDLESS);
        } catch (Refusal e) {
            if (e.problem().slug().equals("not-json")) {
                throw new Unparsable(e.problem().detail().replace("the body", "the file"));
            }
            throw e;
        }
    }

    private static Order order(JsonNode json, String place) {
        try {
            return OrderReader.read(json);
        } catch (Refusal e) {
            throw new Refusal(placed(e.problem(), place));
        } catch (InvalidName e) {
            throw new Refusal(placed(Problem.badField(e.field(), e.getMessage()), place));
        }
    }

    private static Problem placed(Problem problem, String place) {
        return new Problem(
                problem.status(),
                problem.slug(),
                problem.title(),
                place + problem.detail(),
                problem.field(),
                problem.more());
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
