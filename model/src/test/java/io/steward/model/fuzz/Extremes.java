package io.steward.model.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Messages that are valid as far as can be, with one value in them that nobody expects. No state. */
public final class Extremes {
    private static final Pattern VALUE = Pattern.compile(
            "(\"(?:[^\"\\\\]|\\\\.)*\")(\\s*:)?|-?[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null");
    private static final List<String> VALUES = List.of(
            "\"+999999999-12-31T23:59:59.999999999Z\"",
            "\"-999999999-01-01T00:00:00Z\"",
            "\"+292278994-08-17T07:12:55.808Z\"",
            "\"0000-01-01T00:00:00Z\"",
            "\"9999-12-31T23:59:59.999999999-18:00\"",
            "\"1583-01-01T00:00:00+18:00\"",
            "\"PT9223372036854775807.999999999S\"",
            "\"PT-9223372036854775807S\"",
            "\"P106751991167301D\"",
            "\"PT0S\"",
            "\"PT0.000000001S\"",
            "9223372036854775807",
            "-9223372036854775808",
            "9223372036854775808",
            "2147483647",
            "-2147483648",
            "1e400",
            "1e999999999",
            "-1e-2147483000",
            "0",
            "-1",
            "\"\"",
            "\" \"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\\udc00\\ud800x\"",
            "\"\\u202e\\ufeff\\uffff\"",
            "\"" + "x".repeat(70_000) + "\"",
            "\"" + "\\u0000".repeat(5_000) + "\"",
            "null",
            "true",
            "[]",
            "{}",
            "{\"\":{\"\":{\"\":null}}}",
            "[".repeat(50) + "]".repeat(50));

    private Extremes() {}

    /** For each value in this JSON and each extreme: the JSON with one in the other's place. */
    public static List<byte[]> of(String json) {
        List<byte[]> all = new ArrayList<>();
        Matcher matcher = VALUE.matcher(json);
        while (matcher.find()) {
            if (matcher.group(2) == null) {
                for (String value : VALUES) {
                    all.add((json.substring(0, matcher.start()) + value + json.substring(matcher.end()))
                            .getBytes(UTF_8));
                }
            }
        }
        return all;
    }
}
