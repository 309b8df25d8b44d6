package io.steward.model.wire;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the fields of one JSON object; what is missing or of the wrong type becomes {@link Unreadable} with its path. */
final class Fields {
    private static final int SHOWN = 80;

    private final JsonNode object;
    private final String path;

    Fields(JsonNode object, String path) {
        this.object = object;
        this.path = path;
    }

    String text(String field) throws Unreadable {
        return required(field, optionalText(field));
    }

    Optional<String> optionalText(String field) throws Unreadable {
        return optional(field, JsonNode::isString, JsonNode::stringValue, () -> "a string");
    }

    Instant time(String field) throws Unreadable {
        return required(field, optionalTime(field));
    }

    Optional<Instant> optionalTime(String field) throws Unreadable {
        return parsed(field, Fields::instant, () -> "an RFC 3339 time like 2026-11-22T09:00:00.000Z");
    }

    /** One that may be negative. */
    Optional<Duration> optionalDifference(String field) throws Unreadable {
        return parsed(field, Fields::difference, () -> "an ISO 8601 duration like PT30S or PT-30S");
    }

    Optional<Duration> optionalDuration(String field) throws Unreadable {
        Optional<Duration> duration = optionalDifference(field);
        if (duration.isPresent() && duration.get().isNegative()) {
            throw bad(field, object.get(field), "a duration of zero or more");
        }
        return duration;
    }

    <T> T word(String field, Function<String, T> parser, String allowed) throws Unreadable {
        return required(field, optionalWord(field, parser, allowed));
    }

    <T> Optional<T> optionalWord(String field, Function<String, T> parser, String allowed) throws Unreadable {
        return parsed(field, parser, () -> allowed);
    }

    /** An enum by its name in upper case. */
    <E extends Enum<E>> E constant(String field, Class<E> type) throws Unreadable {
        return required(
                field,
                parsed(field, text -> Enum.valueOf(type, text), () -> "one of " + List.of(type.getEnumConstants())));
    }

    /** An enum by its name in lower case. */
    <E extends Enum<E>> Optional<E> optionalLowerCaseConstant(String field, Class<E> type) throws Unreadable {
        return parsed(
                field,
                text -> lowerCaseConstant(type, text),
                () -> "one of " + List.of(type.getEnumConstants()).toString().toLowerCase(Locale.ROOT));
    }

    long number(String field, long least) throws Unreadable {
        return required(field, optionalNumber(field, least));
    }

    Optional<Long> optionalNumber(String field, long least) throws Unreadable {
        Supplier<String> allowed =
                () -> least == Long.MIN_VALUE ? "a whole number" : "a whole number, " + least + " or more";
        Optional<Long> number = optional(
                field, node -> node.isIntegralNumber() && node.canConvertToLong(), JsonNode::longValue, allowed);
        if (number.isPresent() && number.get() < least) {
            throw bad(field, object.get(field), allowed.get());
        }
        return number;
    }

    Optional<Integer> optionalInt(String field) throws Unreadable {
        return optional(
                field,
                node -> node.isIntegralNumber() && node.canConvertToInt(),
                JsonNode::intValue,
                () -> "a whole number");
    }

    boolean flag(String field) throws Unreadable {
        return optional(field, JsonNode::isBoolean, JsonNode::booleanValue, () -> "true or false")
                .orElse(false);
    }

    Map<String, @Nullable Object> object(String field) throws Unreadable {
        JsonNode value = object.get(field);
        if (value == null || value.isNull()) {
            throw missing(field);
        }
        if (!value.isObject()) {
            throw bad(field, value, "an object");
        }
        return plainObject(value);
    }

    Optional<Fields> optionalFields(String field) throws Unreadable {
        return optional(field, JsonNode::isObject, node -> new Fields(node, path + field + "."), () -> "an object");
    }

    Map<String, String> texts(String field) throws Unreadable {
        JsonNode value = object.get(field);
        Map<String, String> texts = new LinkedHashMap<>();
        if (value == null || value.isNull()) {
            return texts;
        }
        if (!value.isObject()) {
            throw bad(field, value, "an object of strings");
        }
        value.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asString("")));
        return texts;
    }

    /** Every string, number or boolean but the named ones, as text. */
    Map<String, String> scalarsExcept(String... known) {
        Map<String, String> scalars = new LinkedHashMap<>();
        object.properties().forEach(entry -> {
            if (entry.getValue().isValueNode()
                    && !entry.getValue().isNull()
                    && !List.of(known).contains(entry.getKey())) {
                scalars.put(entry.getKey(), entry.getValue().asString());
            }
        });
        return scalars;
    }

    List<String> list(String field) throws Unreadable {
        JsonNode value = object.get(field);
        List<String> list = new ArrayList<>();
        if (value == null || value.isNull()) {
            return list;
        }
        if (!value.isArray()) {
            throw bad(field, value, "a list of strings");
        }
        for (JsonNode item : value) {
            if (!item.isString()) {
                throw bad(field, item, "a list of strings");
            }
            list.add(item.stringValue());
        }
        return list;
    }

    private <T> Optional<T> parsed(String field, Function<String, T> parser, Supplier<String> allowed)
            throws Unreadable {
        Optional<String> text = optional(field, JsonNode::isString, JsonNode::stringValue, allowed);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(parser.apply(text.get()));
        } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
            throw bad(field, object.get(field), allowed.get());
        }
    }

    private <T> Optional<T> optional(
            String field, Predicate<JsonNode> accepted, Function<JsonNode, T> reader, Supplier<String> allowed)
            throws Unreadable {
        JsonNode value = object.get(field);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!accepted.test(value)) {
            throw bad(field, value, allowed.get());
        }
        return Optional.of(reader.apply(value));
    }

    private <T> T required(String field, Optional<T> value) throws Unreadable {
        return value.orElseThrow(() -> missing(field));
    }

    // Years have four digits in RFC 3339; Java writes and reads more.
    private static Instant instant(String text) {
        OptionalLong usual = TimeText.millis(text);
        if (usual.isPresent()) {
            return Instant.ofEpochMilli(usual.getAsLong());
        }
        Instant instant = OffsetDateTime.parse(text).toInstant();
        int year = instant.atOffset(ZoneOffset.UTC).getYear();
        if (year < 0 || year > 9999) {
            throw new IllegalArgumentException(text);
        }
        return instant;
    }

    // Who works with it counts milliseconds; a longer one would overflow there.
    private static Duration difference(String text) {
        Duration duration = Duration.parse(text);
        if (duration.toMillis() == Long.MIN_VALUE) {
            throw new IllegalArgumentException(text);
        }
        return duration;
    }

    private Unreadable missing(String field) {
        return new Unreadable("missing-field", "field \"" + path + field + "\" is missing");
    }

    private Unreadable bad(String field, JsonNode value, String allowed) {
        String text = value.isString() ? value.stringValue() : value.toString();
        String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
        return new Unreadable(
                "bad-field",
                "field \"" + path + field + "\" \"" + shown.replaceAll("\\p{Cntrl}", "?") + "\" is not allowed: use "
                        + allowed);
    }

    private static <E extends Enum<E>> E lowerCaseConstant(Class<E> type, String text) {
        if (!text.equals(text.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException(text);
        }
        return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
    }

    private static Map<String, @Nullable Object> plainObject(JsonNode object) {
        Map<String, @Nullable Object> plain = new LinkedHashMap<>();
        object.properties().forEach(entry -> plain.put(entry.getKey(), plain(entry.getValue())));
        return plain;
    }

    private static @Nullable Object plain(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> plainObject(value);
            case ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                value.forEach(item -> list.add(plain(item)));
                yield list;
            }
            case STRING -> value.stringValue();
            case BOOLEAN -> value.booleanValue();
            case NUMBER -> plainNumber(value);
            case NULL, MISSING, POJO, BINARY -> null;
        };
    }

    private static Number plainNumber(JsonNode value) {
        if (value.isIntegralNumber()) {
            return value.canConvertToLong() ? (Number) value.longValue() : new BigInteger(value.asString());
        }
        return canonical(value.decimalValue());
    }

    // One number is one value, however it is written: what is signed does not tell 1 from 1.0.
    private static Number canonical(BigDecimal number) {
        if (Math.abs((long) number.scale()) > SigningBytes.MOST_DIGITS
                || number.precision() > SigningBytes.MOST_DIGITS) {
            return number; // nobody can sign that
        }
        BigDecimal stripped = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
        if (stripped.scale() > 0) {
            return stripped;
        }
        BigInteger whole = stripped.toBigIntegerExact();
        return whole.bitLength() < Long.SIZE ? (Number) whole.longValue() : whole;
    }
}
