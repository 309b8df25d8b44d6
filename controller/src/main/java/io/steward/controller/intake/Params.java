package io.steward.controller.intake;

import io.steward.controller.read.Moment;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Token;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/** The query parameters of one request: known ones only, each at most once; what is not allowed is a {@link Refusal}. */
final class Params {
    /** What a parameter that is a time may be. */
    static final String TIME = "a time of RFC 3339 like 2026-11-22T09:00:00Z";

    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    private final Map<String, List<String>> texts;

    private Params(Map<String, List<String>> texts) {
        this.texts = texts;
    }

    static Params of(Map<String, List<String>> texts, String... allowed) {
        TreeSet<String> strange = new TreeSet<>(texts.keySet());
        strange.removeAll(Arrays.asList(allowed));
        if (!strange.isEmpty()) {
            String name = Shown.of(strange.first());
            String known = allowed.length == 0 ? "none" : String.join(", ", allowed);
            throw new Refusal(Problem.badField(name, "query parameter \"" + name + "\" is not known: use " + known));
        }
        texts.forEach((name, values) -> {
            if (values.size() > 1) {
                throw bad(name, String.join(", ", values), "it once");
            }
        });
        return new Params(texts);
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(texts.get(name)).map(values -> values.get(0));
    }

    <T> Optional<T> parsed(String name, Function<String, T> parser, String allowed) {
        Optional<String> text = text(name);
        try {
            return text.map(parser);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw bad(name, text.orElse(""), allowed);
        }
    }

    int number(String name, int fallback, int least, int most) {
        String allowed = "a whole number from " + least + " to " + most;
        int number = parsed(name, Integer::parseInt, allowed).orElse(fallback);
        if (number < least || number > most) {
            throw bad(name, Integer.toString(number), allowed);
        }
        return number;
    }

    Optional<NodeName> node(String name) {
        return parsed(name, NodeName::of, "a node name");
    }

    /** The moment in {@code at} and {@code by}; empty: now. */
    Optional<Moment> moment() {
        Optional<Moment.By> by = parsed("by", Moment.By::ofWord, "recorded or event");
        Optional<Instant> at = text("at").map(Params::time);
        if (by.isPresent() && at.isEmpty()) {
            throw bad("by", text("by").orElse(""), "it together with at");
        }
        return at.map(time -> new Moment(time, by.orElse(Moment.By.RECORDED)));
    }

    private static Instant time(String text) {
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            if (time.isAfter(EARLIEST) && time.isBefore(LATEST)) {
                return time;
            }
        } catch (DateTimeException e) {
            // Said below.
        }
        throw bad("at", text, TIME);
    }

    Optional<String> token(String name) {
        return parsed(
                name,
                text -> Token.valid(name, text),
                "1 to 63 characters of A-Z a-z 0-9 _ -, beginning with a letter or digit");
    }

    static Refusal bad(String name, String value, String allowed) {
        return new Refusal(Problem.badField(
                name, "query parameter \"" + name + "\" \"" + Shown.of(value) + "\" is not allowed: use " + allowed));
    }
}
