package io.steward.controller.log;

import io.steward.model.config.Key;
import io.steward.model.config.Settings;
import java.time.Duration;
import java.util.List;

/**
 * What may be chosen about the streams. A value.
 *
 * @param replicas of every stream; consumers follow
 * @param commandsAge how long commands and ACKs are kept
 * @param eventsAge how long events are kept, {@code eventsBytes} how much of them
 * @param nodeHistory messages kept per node and subject in NODES
 * @param auditAge how long the audit and the enrolments are kept
 */
public record LogSettings(
        int replicas, Duration commandsAge, Duration eventsAge, long eventsBytes, int nodeHistory, Duration auditAge) {
    public static final Key<Integer> REPLICAS =
            Key.number("streams.replicas", 1, 1, 5, "", "copies of every stream; 3 for a cluster of three brokers");
    public static final Key<Duration> COMMANDS_AGE = Key.duration(
            "streams.commands.age", "P90D", Duration.ofHours(1), "how long commands and their ACKs are kept");
    public static final Key<Duration> EVENTS_AGE =
            Key.duration("streams.events.age", "P7D", Duration.ofMinutes(1), "how long events are kept");
    public static final Key<Long> EVENTS_BYTES =
            Key.bytes("streams.events.bytes", 1L << 30, 1 << 20, "how much room events have; the oldest go first");
    public static final Key<Integer> NODE_HISTORY = Key.number(
            "streams.nodes.history", 1000, 1, 1_000_000, "", "hellos, facts and changes of online kept per node");

    public static final Key<Duration> AUDIT_AGE = Key.duration(
            "streams.audit.age",
            "P3650D",
            Duration.ofDays(1),
            "how long it is kept who did what, and which nodes were let in");

    public static final List<Key<?>> KEYS =
            List.of(REPLICAS, COMMANDS_AGE, EVENTS_AGE, EVENTS_BYTES, NODE_HISTORY, AUDIT_AGE);
    public static final LogSettings DEFAULTS =
            new LogSettings(1, Duration.ofDays(90), Duration.ofDays(7), 1L << 30, 1000, Duration.ofDays(3650));

    public static LogSettings of(Settings settings) {
        return new LogSettings(
                settings.get(REPLICAS),
                settings.get(COMMANDS_AGE),
                settings.get(EVENTS_AGE),
                settings.get(EVENTS_BYTES),
                settings.get(NODE_HISTORY),
                settings.get(AUDIT_AGE));
    }
}
