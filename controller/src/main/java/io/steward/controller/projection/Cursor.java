package io.steward.controller.projection;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A place in all streams at once: what somebody who watches changes has seen. Its text, {@code COMMANDS:12,EVENTS:34},
 * travels as the {@code Last-Event-ID} of server-sent events. Immutable.
 *
 * @param seqs by stream, the last sequence seen; a stream that is missing was not seen at all
 */
public record Cursor(Map<String, Long> seqs) {
    public static final Cursor START = new Cursor(Map.of());

    private static final String ALLOWED = "use the id of an earlier change, like COMMANDS:12,EVENTS:34";

    public Cursor {
        seqs = Collections.unmodifiableMap(new TreeMap<>(seqs));
    }

    /** The cursor in this text; {@link IllegalArgumentException} names the value if it is none. */
    public static Cursor parse(String text) {
        Map<String, Long> seqs = new TreeMap<>();
        for (String part : text.isBlank() ? new String[0] : text.strip().split(",", -1)) {
            if (!part.matches("[A-Z][A-Z0-9_]{0,40}:[0-9]{1,18}")) {
                String shown = text.substring(0, Math.min(text.length(), 80)).replaceAll("\\p{Cntrl}", "?");
                throw new IllegalArgumentException("cursor \"" + shown + "\" is not allowed: " + ALLOWED);
            }
            int colon = part.indexOf(':');
            seqs.put(part.substring(0, colon), Long.parseLong(part.substring(colon + 1)));
        }
        return new Cursor(seqs);
    }

    /** The last sequence seen of this stream, 0 if none. */
    public long seq(String stream) {
        return seqs.getOrDefault(stream, 0L);
    }

    /** Whether what stands at this place was seen. */
    public boolean includes(String stream, long seq) {
        return seq <= seq(stream);
    }

    public Cursor with(String stream, long seq) {
        Map<String, Long> moved = new TreeMap<>(seqs);
        moved.put(stream, seq);
        return new Cursor(moved);
    }

    @Override
    public String toString() {
        return seqs.entrySet().stream()
                .map(entry -> entry.getKey() + ":" + entry.getValue())
                .collect(Collectors.joining(","));
    }
}
