package io.steward.nats;

import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Collects which subjects the broker refused, in order and in small letters. */
final class Refusals implements ErrorListener {
    private static final Pattern REFUSAL = Pattern.compile("permissions violation for (\\w+) to \"([^\"]+)\".*");
    private final Queue<String> errors = new ConcurrentLinkedQueue<>();

    @Override
    public void errorOccurred(Connection connection, String error) {
        errors.add(error.toLowerCase(Locale.ROOT));
    }

    List<String> of(String operation) {
        return errors.stream()
                .map(REFUSAL::matcher)
                .flatMap(m -> m.matches() && m.group(1).equals(operation) ? Stream.of(m.group(2)) : Stream.empty())
                .toList();
    }
}
