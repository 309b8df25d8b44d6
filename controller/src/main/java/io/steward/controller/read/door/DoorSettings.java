package io.steward.controller.read.door;

import io.steward.controller.read.ReadSettings;
import io.steward.model.config.Key;
import io.steward.model.config.Settings;
import java.time.Duration;
import java.util.List;

/**
 * What may be chosen about the SQL port. A value.
 *
 * @param port 0 for a free one
 * @param sessions how many clients may be in at once
 * @param mostRows a statement that would answer more is refused once it gets there
 * @param longestQuery after which a statement is ended
 */
public record DoorSettings(int port, int sessions, int mostRows, Duration longestQuery) {
    public static final Key<Integer> PORT = Key.number(
            "sql.port", 0, -1, 65_535, "", "the loopback port for read-only SQL clients; 0: a free one, -1: none");
    public static final Key<Integer> SESSIONS =
            Key.number("sql.connections", 32, 1, 1000, "", "how many SQL clients may be in at once");
    public static final Key<Integer> ROWS = Key.number(
            "sql.rows", 100_000, 1, 10_000_000, "rows", "that a statement of an SQL client may answer at most");

    public static final List<Key<?>> KEYS = List.of(PORT, SESSIONS, ROWS);

    public static DoorSettings of(Settings settings) {
        return new DoorSettings(
                settings.get(PORT),
                settings.get(SESSIONS),
                settings.get(ROWS),
                settings.get(ReadSettings.LONGEST_QUERY));
    }

    /** The same on that port. */
    public static DoorSettings onPort(int port) {
        return new DoorSettings(port, 32, 100_000, Duration.ofSeconds(30));
    }
}
