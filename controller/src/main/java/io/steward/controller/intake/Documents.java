package io.steward.controller.intake;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON that others wrote, as trees: bounded depth, no key twice, nothing behind the end. Any thread. */
final class Documents {
    /** Said of a number that nothing here can hold. */
    static final String ENDLESS = "a number has an exponent that nobody can hold";

    private static final int DEEPEST = 64;
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Documents() {}

    /** The JSON in these bytes. */
    static JsonNode json(byte[] bytes) {
        try {
            JsonNode json = MAPPER.readTree(bytes);
            if (json == null || json.isMissingNode()) {
                throw notJson("it is empty");
            }
            return json;
        } catch (JacksonException e) {
            throw notJson(why(e));
        } catch (NumberFormatException | ArithmeticException e) {
            // What Jackson lets through of exponents that no BigDecimal has.
            throw notJson(ENDLESS);
        }
    }

    /** The JSON in a text of ours, or the text itself if it is none. */
    static Object jsonOrText(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JacksonException | NumberFormatException | ArithmeticException e) {
            return text;
        }
    }

    /** Why, without the content, which may hold secrets. */
    static String why(JacksonException e) {
        String first = e.getOriginalMessage().lines().findFirst().orElse("");
        TokenStreamLocation at = e.getLocation();
        return Shown.of(first) + (at == null ? "" : " at line " + at.getLineNr() + " column " + at.getColumnNr());
    }

    /** A tree as maps, lists, strings, numbers, booleans and nulls. */
    static @Nullable Object plain(JsonNode json) {
        return MAPPER.treeToValue(json, Object.class);
    }

    static Map<String, @Nullable Object> plainObject(JsonNode object) {
        Map<String, @Nullable Object> plain = new LinkedHashMap<>();
        object.properties().forEach(entry -> plain.put(entry.getKey(), plain(entry.getValue())));
        return plain;
    }

    static String word(JsonNode json) {
        return json.isString() ? json.stringValue() : json.toString();
    }

    static List<JsonNode> items(JsonNode array) {
        return array.valueStream().toList();
    }

    private static Refusal notJson(String why) {
        return new Refusal(new Problem(
                400, "not-json", "The request can't be understood", "the body is not a JSON document: " + why));
    }
}
