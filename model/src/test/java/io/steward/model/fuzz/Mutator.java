package io.steward.model.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes inputs out of valid ones: some stay as they are, most are changed a few times, a few are made huge. The same random
 * numbers make the same inputs. Used by one thread.
 */
public final class Mutator {
    /** No input is longer, in bytes. */
    public static final int LONGEST = 1024 * 1024;

    private static final int USUAL = 64 * 1024;
    private static final String[] BROKEN_UTF8 = {
        "\u00c0\u00af",
        "\u00ed\u00a0\u0080",
        "\u00f8\u0088\u0080\u0080\u0080",
        "\u00ff",
        "\u00fe",
        "\u0080",
        "\u00f4\u0090\u0080\u0080"
    };
    private static final String[] NUMBERS = {
        "0",
        "-1",
        "2147483647",
        "2147483648",
        "-9223372036854775809",
        "99999999999999999999999999",
        "1e308",
        "1e999999999",
        "00"
    };

    private final Grammar grammar;
    private final List<String> seeds;
    private final SplittableRandom random;

    public Mutator(Grammar grammar, List<byte[]> seeds, SplittableRandom random) {
        this.grammar = grammar;
        this.seeds = seeds.stream().map(seed -> new String(seed, ISO_8859_1)).toList();
        this.random = random;
    }

    public byte[] next() {
        StringBuilder text = new StringBuilder(pick(seeds));
        int changes = random.nextInt(40) == 0 ? 0 : 1 + random.nextInt(6);
        for (int i = 0; i < changes; i++) {
            change(text);
            text.setLength(Math.min(text.length(), USUAL));
        }
        if (random.nextInt(400) == 0) {
            swell(text);
        }
        return text.toString().getBytes(ISO_8859_1);
    }

    private void change(StringBuilder text) {
        switch (random.nextInt(12)) {
            case 0 -> flip(text);
            case 1 -> text.insert(place(text), (char) random.nextInt(256));
            case 2 -> delete(text);
            case 3 -> text.insert(place(text), range(text));
            case 4 -> text.setLength(place(text));
            case 5, 6, 7 -> text.insert(place(text), pick(grammar.tokens()));
            case 8 -> replace(text, pick(grammar.tokens()));
            case 9 -> nest(text, 1 + random.nextInt(random.nextInt(10) == 0 ? 5_000 : 80));
            case 10 -> literal(text);
            default -> splice(text);
        }
    }

    private void flip(StringBuilder text) {
        if (!text.isEmpty()) {
            int at = random.nextInt(text.length());
            text.setCharAt(at, (char) (text.charAt(at) ^ 1 << random.nextInt(8)));
        }
    }

    private void delete(StringBuilder text) {
        int from = place(text);
        text.delete(from, Math.min(text.length(), from + 1 + random.nextInt(16)));
    }

    private void replace(StringBuilder text, String by) {
        int from = place(text);
        text.replace(from, Math.min(text.length(), from + by.length()), by);
    }

    // Around a whole range, so that it is balanced unless a later change breaks it.
    private void nest(StringBuilder text, int depth) {
        int pair = 2 * random.nextInt(grammar.nestings().size() / 2);
        int from = place(text);
        int to = from + random.nextInt(text.length() - from + 1);
        if (random.nextInt(4) > 0) {
            text.insert(to, grammar.nestings().get(pair + 1).repeat(depth));
        }
        text.insert(from, grammar.nestings().get(pair).repeat(depth));
    }

    // A run of digits, or what stands between two quotes, becomes something that few expect there.
    private void literal(StringBuilder text) {
        int from = place(text);
        while (from < text.length() && !Character.isDigit(text.charAt(from)) && text.charAt(from) != '"') {
            from++;
        }
        if (from == text.length()) {
            text.append(BROKEN_UTF8[random.nextInt(BROKEN_UTF8.length)]);
        } else if (text.charAt(from) == '"') {
            int end = Math.max(from + 1, text.indexOf("\"", from + 1));
            text.replace(from + 1, Math.max(end, from + 1), word());
        } else {
            int end = from;
            while (end < text.length() && Character.isDigit(text.charAt(end))) {
                end++;
            }
            text.replace(from, end, random.nextInt(8) == 0 ? "9".repeat(1 + random.nextInt(3_000)) : number());
        }
    }

    private void splice(StringBuilder text) {
        String other = pick(seeds);
        text.setLength(place(text));
        text.append(other, random.nextInt(other.length() + 1), other.length());
    }

    private void swell(StringBuilder text) {
        String piece = switch (random.nextInt(4)) {
            case 0 -> range(text);
            case 1 -> pick(grammar.tokens());
            case 2 ->
                grammar.nestings().get(2 * random.nextInt(grammar.nestings().size() / 2));
            default -> "a";
        };
        if (!piece.isEmpty()) {
            int size = 1 << 10 + random.nextInt(10);
            text.insert(place(text), piece.repeat(Math.max(1, size / piece.length())));
            text.setLength(Math.min(text.length(), LONGEST));
        }
    }

    private String word() {
        return switch (random.nextInt(4)) {
            case 0 -> pick(grammar.tokens());
            case 1 -> BROKEN_UTF8[random.nextInt(BROKEN_UTF8.length)];
            case 2 -> number();
            default -> "x".repeat(random.nextInt(5_000));
        };
    }

    private String number() {
        return NUMBERS[random.nextInt(NUMBERS.length)];
    }

    private String range(StringBuilder text) {
        int from = place(text);
        return text.substring(from, Math.min(text.length(), from + 1 + random.nextInt(64)));
    }

    private int place(StringBuilder text) {
        return random.nextInt(text.length() + 1);
    }

    private String pick(List<String> words) {
        return words.get(random.nextInt(words.size()));
    }
}
