package io.steward.controller.intake;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The fields of one JSON object of a request. Requests are ours, so a field that nobody reads is a mistake and refused;
 * what is missing or of the wrong type is a {@link Refusal} that names it.
 */
final class RequestFields {
    private final JsonNode object;
    private final String path;

    private RequestFields(JsonNode object, String path) {
        this.object = object;
        this.path = path;
    }

    /** @param path where the object stands, empty or ending in a dot */
    static RequestFields of(JsonNode json, String path, String... allowed) {
        if (!json.isObject()) {
            String name = path.isEmpty() ? "body" : path.substring(0, path.length() - 1);
            throw Refusal.badField(name, Documents.word(json), "an object");
        }
        TreeSet<String> strange = new TreeSet<>(json.propertyNames());
        strange.removeAll(Arrays.asList(allowed));
        if (!strange.isEmpty()) {
            String field = path + Shown.of(strange.first());
            throw new Refusal(
                    Problem.badField(field, "field \"" + field + "\" is not known: use " + String.join(", ", allowed)));
        }
        return new RequestFields(json, path);
    }

    boolean has(String field) {
        JsonNode value = object.get(field);
        return value != null && !value.isNull();
    }

    String text(String field, String allowed) {
        return optionalText(field, allowed).orElseThrow(() -> Refusal.missing(path + field, allowed));
    }

    Optional<String> optionalText(String field, String allowed) {
        return value(field, JsonNode::isString, JsonNode::stringValue, allowed);
    }

    /** Text whose parser throws on what is not allowed. */
    <T> Optional<T> parsed(String field, Function<String, T> parser, String allowed) {
        Optional<String> text = optionalText(field, allowed);
        try {
            return text.map(parser);
        } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
            throw Refusal.badField(path + field, text.orElse(""), allowed);
        }
    }

    Optional<Instant> time(String field) {
        return parsed(field, RequestFields::instant, "an RFC 3339 time like 2026-11-22T09:00:00.000Z");
    }

    Optional<Duration> positiveDuration(String field) {
        return parsed(field, RequestFields::positive, "an ISO 8601 duration above zero like PT30S");
    }

    boolean flag(String field) {
        return value(field, JsonNode::isBoolean, JsonNode::booleanValue, "true or false")
                .orElse(false);
    }

    Optional<Integer> number(String field, int least, int most) {
        String allowed = "a whole number from " + least + " to " + most;
        return value(
                field,
                node -> node.isIntegralNumber()
                        && node.canConvertToInt()
                        && node.intValue() >= least
                        && node.intValue() <= most,
                JsonNode::intValue,
                allowed);
    }

    Optional<Map<String, @Nullable Object>> object(String field) {
        return value(field, JsonNode::isObject, Documents::plainObject, "an object");
    }

    Optional<JsonNode> tree(String field) {
        return value(field, node -> true, node -> node, "");
    }

    List<String> texts(String field, String allowed) {
        List<JsonNode> items = value(field, JsonNode::isArray, Documents::items, allowed)
                .orElseThrow(() -> Refusal.missing(path + field, allowed));
        for (JsonNode item : items) {
            if (!item.isString()) {
                throw Refusal.badField(path + field, Documents.word(item), allowed);
            }
        }
        return items.stream().map(JsonNode::stringValue).toList();
    }

    private <T> Optional<T> value(
            String field, Predicate<JsonNode> accepted, Function<JsonNode, T> reader, String allowed) {
        if (!has(field)) {
            return Optional.empty();
        }
        JsonNode value = object.get(field);
        if (!accepted.test(value)) {
            throw Refusal.badField(path + field, Documents.word(value), allowed);
        }
        return Optional.of(reader.apply(value));
    }

    // Years have four digits in RFC 3339; Java reads more.
    private static Instant instant(String text) {
        Instant instant = OffsetDateTime.parse(text).toInstant();
        int year = instant.atOffset(ZoneOffset.UTC).getYear();
        if (year < 0 || year > 9999) {
            throw new IllegalArgumentException(text);
        }
        return instant;
    }

    private static Duration positive(String text) {
        Duration duration = Duration.parse(text);
        // Agents count milliseconds; what overflows there is refused here.
        if (duration.isZero() || duration.isNegative() || duration.toMillis() < 0) {
            throw new IllegalArgumentException(text);
        }
        return duration;
    }
}
