package io.steward.agent.method.syslog;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One message as its sender wrote it. What the sender left out is empty.
 *
 * @param priority facility * 8 + severity (RFC 5424, section 6.2.1)
 * @param structured by element id, then by parameter name
 */
record SyslogMessage(
        Format format,
        Optional<Integer> priority,
        Optional<Instant> at,
        Optional<String> host,
        Optional<String> app,
        Optional<String> procId,
        Optional<String> msgId,
        Map<String, Map<String, String>> structured,
        String message) {

    /** By which rules it could be read. */
    enum Format {
        RFC5424,
        RFC3164,
        RAW
    }

    static SyslogMessage raw(Optional<Integer> priority, String message) {
        return new SyslogMessage(
                Format.RAW,
                priority,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                message);
    }

    Optional<Integer> facility() {
        return priority.map(p -> p / 8);
    }

    Optional<Integer> severity() {
        return priority.map(p -> p % 8);
    }
}
