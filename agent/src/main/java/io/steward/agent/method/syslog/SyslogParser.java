package io.steward.agent.method.syslog;

import io.steward.agent.method.syslog.SyslogMessage.Format;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what syslog senders write: RFC 5424, RFC 3164 and its many dialects, and anything else as it is. Never throws,
 * whatever the text. Immutable; any thread may call it.
 */
final class SyslogParser {
    private static final Pattern PRIORITY = Pattern.compile("<([0-9]{1,3})>");
    private static final Pattern HEADER_5424 =
            Pattern.compile("1 (\\S{1,64}) (\\S{1,255}) (\\S{1,48}) (\\S{1,128}) (\\S{1,32}) (?=[-\\[])");
    private static final Pattern OLD_TIME = Pattern.compile("([A-Z][a-z]{2} [ 0-9]?[0-9] [0-9]{2}:[0-9]{2}:[0-9]{2}) ");
    private static final Pattern NEW_TIME =
            Pattern.compile("([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.,]{5,20}[Z0-9:+-]{1,6}) ");
    private static final Pattern TAG = Pattern.compile("([^\\s:\\[\\]]{1,64})(?:\\[([^\\]\\s]{1,128})\\])?:(?: |$)");
    private static final Pattern HOST = Pattern.compile("([^\\s:\\[\\]]{1,255}|[0-9a-fA-F:]{2,45}) ");
    private static final DateTimeFormatter OLD_FORMAT =
            DateTimeFormatter.ofPattern("uuuu MMM d HH:mm:ss", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    private final ZoneId zone;

    /** @param zone of the senders that name none */
    SyslogParser(ZoneId zone) {
        this.zone = zone;
    }

    /** @param received decides the year, which RFC 3164 leaves out */
    SyslogMessage parse(String text, Instant received) {
        Matcher priority = PRIORITY.matcher(text);
        if (!priority.lookingAt() || Integer.parseInt(priority.group(1)) > 191) {
            return SyslogMessage.raw(Optional.empty(), text);
        }
        Optional<Integer> value = Optional.of(Integer.parseInt(priority.group(1)));
        String rest = text.substring(priority.end());
        Optional<SyslogMessage> modern = rfc5424(value, rest);
        return modern.orElseGet(() -> rfc3164(value, rest, received));
    }

    /** A line of a log file as syslog daemons write it, without priority; empty if it doesn't look like one. */
    Optional<SyslogMessage> parseLine(String line, Instant received) {
        boolean dated =
                OLD_TIME.matcher(line).lookingAt() || NEW_TIME.matcher(line).lookingAt();
        if (!dated) {
            return Optional.empty();
        }
        SyslogMessage message = rfc3164(Optional.empty(), line, received);
        return message.at().isPresent()
                        && message.host().isPresent()
                        && message.app().isPresent()
                ? Optional.of(message)
                : Optional.empty();
    }

    private static Optional<SyslogMessage> rfc5424(Optional<Integer> priority, String text) {
        Matcher header = HEADER_5424.matcher(text);
        if (!header.lookingAt()) {
            return Optional.empty();
        }
        Map<String, Map<String, String>> structured = new LinkedHashMap<>();
        int end = text.charAt(header.end()) == '-' ? header.end() + 1 : elements(text, header.end(), structured);
        boolean whole = end > 0 && (end == text.length() || text.charAt(end) == ' ');
        Optional<Instant> at = value(header.group(1)).flatMap(SyslogParser::instant);
        if (!whole || (at.isEmpty() && !header.group(1).equals("-"))) {
            return Optional.empty();
        }
        String message = text.substring(Math.min(end + 1, text.length()));
        return Optional.of(new SyslogMessage(
                Format.RFC5424,
                priority,
                at,
                value(header.group(2)),
                value(header.group(3)),
                value(header.group(4)),
                value(header.group(5)),
                structured,
                message.startsWith("\ufeff") ? message.substring(1) : message));
    }

    /** Reads structured data; answers where it ends, or -1 if it is malformed. */
    private static int elements(String text, int start, Map<String, Map<String, String>> into) {
        int at = start;
        while (at < text.length() && text.charAt(at) == '[') {
            int idEnd = nameEnd(text, at + 1);
            Map<String, String> parameters = new LinkedHashMap<>();
            into.put(text.substring(at + 1, idEnd), parameters);
            at = parameters(text, idEnd, parameters);
            if (at < 0) {
                return -1;
            }
        }
        return at;
    }

    private static int parameters(String text, int start, Map<String, String> into) {
        int at = start;
        while (at < text.length() && text.charAt(at) == ' ') {
            int nameEnd = nameEnd(text, at + 1);
            if (!text.startsWith("=\"", nameEnd)) {
                return -1;
            }
            StringBuilder value = new StringBuilder();
            int valueEnd = quoted(text, nameEnd + 2, value);
            if (valueEnd < 0) {
                return -1;
            }
            into.put(text.substring(at + 1, nameEnd), value.toString());
            at = valueEnd + 1;
        }
        return at < text.length() && text.charAt(at) == ']' ? at + 1 : -1;
    }

    /** Where the closing quote is, or -1. */
    private static int quoted(String text, int start, StringBuilder into) {
        for (int at = start; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                return at;
            }
            if (c == '\\' && at + 1 < text.length() && "\"\\]".indexOf(text.charAt(at + 1)) >= 0) {
                at++;
            }
            into.append(text.charAt(at));
        }
        return -1;
    }

    private static int nameEnd(String text, int start) {
        int end = start;
        while (end < text.length() && " =]\"".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private SyslogMessage rfc3164(Optional<Integer> priority, String text, Instant received) {
        String rest = text;
        Optional<Instant> at = Optional.empty();
        Optional<String> host = Optional.empty();
        Matcher old = OLD_TIME.matcher(text);
        Matcher modern = NEW_TIME.matcher(text);
        if (old.lookingAt()) {
            at = withYear(old.group(1), received);
            rest = text.substring(old.end());
        } else if (modern.lookingAt()) {
            at = instant(modern.group(1));
            rest = text.substring(modern.end());
        }
        Matcher name = HOST.matcher(rest);
        if (at.isPresent() && name.lookingAt()) {
            host = Optional.of(name.group(1));
            rest = rest.substring(name.end());
        }
        Matcher tag = TAG.matcher(rest);
        boolean tagged = tag.lookingAt();
        return new SyslogMessage(
                Format.RFC3164,
                priority,
                at,
                host,
                tagged ? Optional.of(tag.group(1)) : Optional.empty(),
                tagged ? Optional.ofNullable(tag.group(2)) : Optional.empty(),
                Optional.empty(),
                Map.of(),
                tagged ? rest.substring(tag.end()) : rest);
    }

    /** Of the years around, the one that doesn't lie in the future. */
    private Optional<Instant> withYear(String monthDayTime, Instant received) {
        int year = received.atZone(zone).getYear();
        String text = monthDayTime.replaceAll(" +", " ");
        for (int candidate = year + 1; candidate >= year - 1; candidate--) {
            try {
                Instant at = LocalDateTime.parse(candidate + " " + text, OLD_FORMAT)
                        .atZone(zone)
                        .toInstant();
                if (!at.isAfter(received.plus(Duration.ofDays(1)))) {
                    return Optional.of(at);
                }
            } catch (DateTimeException e) {
                // No such day in that year.
            }
        }
        return Optional.empty();
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text.replace(',', '.')).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> value(String field) {
        return field.equals("-") ? Optional.empty() : Optional.of(field);
    }
}
