package io.steward.model.wire;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON as the contract has it: times in UTC with milliseconds, bounded depth, no duplicate keys. Any thread may call it. */
public final class Json {
    private static final int DEEPEST = 64;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Json() {}

    /** A time as it stands in every message. */
    public static String time(Instant instant) {
        return TimeText.fits(instant) ? TimeText.of(instant) : TIME.format(instant);
    }

    /** A map, list, string, number, boolean or null as JSON text. */
    public static String text(@Nullable Object plain) {
        return MAPPER.writeValueAsString(plain);
    }

    /** The same in UTF-8. */
    public static byte[] bytes(Object plain) {
        return MAPPER.writeValueAsBytes(plain);
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static JsonNode tree(Map<String, ?> plain) {
        return MAPPER.valueToTree(plain);
    }

    static byte[] bytes(JsonNode json) {
        return MAPPER.writeValueAsBytes(json);
    }

    /** The fields of a message of a version that we know. */
    static Fields message(byte[] bytes, int largest) throws Unreadable {
        if (bytes.length > largest) {
            throw new Unreadable(
                    "too-large", "message of " + bytes.length + " bytes is not allowed: use at most " + largest);
        }
        JsonNode json = parse(bytes);
        if (!json.isObject()) {
            throw new Unreadable("not-json", "message is not a JSON object");
        }
        JsonNode version = json.get("v");
        if (version == null || version.isNull()) {
            throw new Unreadable("missing-field", "field \"v\" is missing");
        }
        if (!version.isIntegralNumber() || !version.canConvertToInt() || version.intValue() != Codec.VERSION) {
            String shown = version.toString();
            throw new Unreadable(
                    "wrong-version",
                    "field \"v\" \"" + shown.substring(0, Math.min(shown.length(), 20)) + "\" is not allowed: use "
                            + Codec.VERSION);
        }
        return new Fields(json, "");
    }

    static JsonNode parse(byte[] bytes) throws Unreadable {
        // The parser would take UTF-16 and UTF-32 as well, by their zeros or marks.
        for (int i = 0; i < Math.min(4, bytes.length); i++) {
            if (bytes[i] == 0 || (bytes[i] & 0xff) >= 0xfe) {
                throw new Unreadable("not-json", "message is not JSON in UTF-8");
            }
        }
        try {
            return MAPPER.readTree(bytes);
        } catch (NumberFormatException | ArithmeticException e) {
            // What Jackson lets through of exponents that no BigDecimal has.
            throw new Unreadable("not-json", "message is not JSON: a number has an exponent that nobody can hold");
        } catch (JacksonException e) {
            String why = e.getOriginalMessage().lines().findFirst().orElse("");
            throw new Unreadable("not-json", "message is not JSON: " + why.replaceAll("\\p{Cntrl}", "?"));
        }
    }
}
