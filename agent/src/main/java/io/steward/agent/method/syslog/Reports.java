package io.steward.agent.method.syslog;

import io.steward.agent.method.Surroundings;
import io.steward.agent.method.syslog.SyslogMessage.Format;
import io.steward.model.subject.Subject;
import io.steward.model.wire.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Makes events of lines and messages, reports and counts them. Any thread may call it. */
final class Reports {
    /** Longer lines and messages are cut, and the event says so. */
    static final int LONGEST = 64 * 1024;

    private final Surroundings surroundings;
    private final Subject subject;
    private final SyslogParser parser = new SyslogParser(ZoneId.systemDefault());
    private final AtomicLong lines = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong cut = new AtomicLong();

    Reports(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.subject = Subject.event(
                surroundings.node(),
                surroundings.process().method(),
                surroundings.process().domain());
    }

    /** One line of a file. */
    void line(String messageId, String file, byte[] content, long length) {
        Instant now = surroundings.clock().instant();
        String line = new String(content, StandardCharsets.UTF_8);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("v", 1);
        body.put("at", Json.time(now));
        body.put("file", file);
        body.put("line", line);
        parser.parseLine(line, now).ifPresent(message -> {
            body.put("at", Json.time(message.at().orElse(now)));
            body.put("received", Json.time(now));
            describe(message, body);
        });
        report(messageId, body, length);
    }

    /** One message from a socket. */
    void message(String messageId, String text, long length) {
        Instant now = surroundings.clock().instant();
        SyslogMessage message = parser.parse(text, now);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("v", 1);
        body.put("at", Json.time(message.at().orElse(now)));
        body.put("received", Json.time(now));
        describe(message, body);
        report(messageId, body, length);
    }

    private static void describe(SyslogMessage message, Map<String, Object> body) {
        body.put("message", message.message());
        message.facility().ifPresent(value -> body.put("facility", value));
        message.severity().ifPresent(value -> body.put("severity", value));
        message.host().ifPresent(value -> body.put("host", value));
        message.app().ifPresent(value -> body.put("app", value));
        message.procId().ifPresent(value -> body.put("procId", value));
        message.msgId().ifPresent(value -> body.put("msgId", value));
        if (message.format() == Format.RFC5424) {
            body.put("structured", message.structured());
        }
        body.put("format", message.format().name().toLowerCase(Locale.ROOT));
    }

    private void report(String messageId, Map<String, Object> body, long length) {
        if (length > LONGEST) {
            body.put("cut", true);
            body.put("bytes", length);
            cut.incrementAndGet();
        }
        lines.incrementAndGet();
        bytes.addAndGet(length);
        String id = surroundings.node() + "." + surroundings.process().domain() + "." + messageId;
        if (!surroundings.events().report(subject, id, Json.text(body).getBytes(StandardCharsets.UTF_8))) {
            dropped.incrementAndGet();
        }
    }

    /** What was read, in lines and bytes; of that, what was given up or cut. */
    Map<String, Object> counts() {
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("lines", lines.get());
        counts.put("bytes", bytes.get());
        counts.put("dropped", dropped.get());
        counts.put("cut", cut.get());
        return counts;
    }
}
