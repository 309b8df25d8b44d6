package io.steward.model.wire;

import io.steward.model.command.Command;
import io.steward.model.subject.Subject;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What is signed of a command: one line that says so, the subject, and the message in a form that every writer of the
 * same content arrives at. Stateless; any thread may call it.
 *
 * <p>The form is that of RFC 8785, without the member {@code signature}: members sorted by UTF-16 code units, no spaces,
 * strings with the fewest escapes. Numbers alone differ: they are written exactly, in plain decimal without an exponent
 * and without zeros at the end of a fraction, because two numbers that a double can't tell apart are still two numbers.
 * Everything that was sent is covered, also members that this version doesn't know.
 */
public final class SigningBytes {
    private static final String HEADING = "steward-command-v1\n";
    /** Digits before or behind the point; more make no command, only work. */
    static final int MOST_DIGITS = 400;

    private SigningBytes() {}

    /** Of a command as this version writes it. */
    public static byte[] of(Command command) {
        try {
            return of(command.subject(), Codec.encode(command));
        } catch (Unreadable e) {
            throw new IllegalArgumentException(command + " can't be signed: " + e.getMessage(), e);
        }
    }

    /** Of a message as it came. */
    public static byte[] of(Subject subject, byte[] message) throws Unreadable {
        JsonNode json = Json.parse(message);
        if (!json.isObject()) {
            throw new Unreadable("not-json", "message is not a JSON object");
        }
        StringBuilder out = new StringBuilder(message.length + 100);
        out.append(HEADING).append(subject).append('\n');
        object(json, true, out);
        return utf8(out);
    }

    private static void object(JsonNode object, boolean whole, StringBuilder out) throws Unreadable {
        List<String> names = new ArrayList<>(object.propertyNames());
        if (whole) {
            names.remove(Codec.SIGNATURE);
        }
        Collections.sort(names);
        char before = '{';
        for (String name : names) {
            out.append(before);
            string(name, out);
            out.append(':');
            value(object.get(name), out);
            before = ',';
        }
        out.append(names.isEmpty() ? "{}" : "}");
    }

    private static void value(JsonNode value, StringBuilder out) throws Unreadable {
        if (value.isObject()) {
            object(value, false, out);
        } else if (value.isArray()) {
            char before = '[';
            for (JsonNode item : value) {
                out.append(before);
                value(item, out);
                before = ',';
            }
            out.append(value.isEmpty() ? "[]" : "]");
        } else if (value.isString()) {
            string(value.stringValue(), out);
        } else if (value.isNumber()) {
            out.append(number(value));
        } else {
            out.append(value.isBoolean() ? Boolean.toString(value.booleanValue()) : "null");
        }
    }

    private static String number(JsonNode value) throws Unreadable {
        if (value.isIntegralNumber()) {
            return value.asString();
        }
        BigDecimal number = value.decimalValue();
        if (Math.abs((long) number.scale()) > MOST_DIGITS || number.precision() > MOST_DIGITS) {
            throw new Unreadable("bad-field", "a number of more than " + MOST_DIGITS + " digits is not allowed");
        }
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private static void string(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                default -> {
                    if (c < ' ') {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    // Half a surrogate pair has no bytes of its own: two different texts would sign alike.
    private static byte[] utf8(StringBuilder out) throws Unreadable {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8
                    .newEncoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .encode(CharBuffer.wrap(out));
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            return copy;
        } catch (CharacterCodingException e) {
            throw new Unreadable("bad-field", "half a surrogate pair in a text is not allowed");
        }
    }
}
