package io.steward.controller.read;

import io.steward.model.config.Key;
import io.steward.model.config.Settings;
import java.time.Duration;
import java.util.List;

/**
 * What may be chosen about reading. A value.
 *
 * @param connections how many queries run at once
 * @param longestQuery after which a query is ended
 */
public record ReadSettings(int connections, Duration longestQuery) {
    public static final Key<Integer> CONNECTIONS =
            Key.number("read.connections", 8, 1, 100, "", "how many queries run at once");
    public static final Key<Duration> LONGEST_QUERY =
            Key.duration("read.timeout", "PT30S", Duration.ofSeconds(1), "after which a query is ended");

    public static final List<Key<?>> KEYS = List.of(CONNECTIONS, LONGEST_QUERY);
    public static final ReadSettings DEFAULTS = new ReadSettings(8, Duration.ofSeconds(30));

    public static ReadSettings of(Settings settings) {
        return new ReadSettings(settings.get(CONNECTIONS), settings.get(LONGEST_QUERY));
    }
}
