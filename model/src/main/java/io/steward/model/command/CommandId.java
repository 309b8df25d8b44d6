package io.steward.model.command;

import java.time.Instant;
import java.util.UUID;

/**
 * The identity of one command: a UUID of version 7 (RFC 9562, section 5.7) in lower-case text. It carries the
 * millisecond it was made in and 74 random bits, because the broker drops a message whose id somebody has used before.
 */
public record CommandId(String value) implements Comparable<CommandId> {
    private static final String ALLOWED = "use a UUID of version 7 in lower case, as RFC 9562 writes it";

    public CommandId {
        if (!version7(value)) {
            String shown = value.length() > 80 ? value.substring(0, 80) + "…" : value;
            throw new IllegalArgumentException(
                    "id \"" + shown.replaceAll("\\p{Cntrl}", "?") + "\" is not allowed: " + ALLOWED);
        }
    }

    public static CommandId of(String value) {
        return new CommandId(value);
    }

    /** The id for a moment and two random numbers, of which 12 and 62 bits are used. */
    public static CommandId from(Instant moment, long randomA, long randomB) {
        long high = moment.toEpochMilli() << 16 | 0x7000 | (randomA & 0x0fff);
        long low = 0x8000_0000_0000_0000L | (randomB & 0x3fff_ffff_ffff_ffffL);
        return new CommandId(new UUID(high, low).toString());
    }

    /** The moment it says that it was made in. */
    public Instant moment() {
        return Instant.ofEpochMilli(Long.parseLong(value.substring(0, 8) + value.substring(9, 13), 16));
    }

    private static boolean version7(String value) {
        if (value.length() != 36) {
            return false;
        }
        for (int i = 0; i < 36; i++) {
            char c = value.charAt(i);
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? c != '-' : "0123456789abcdef".indexOf(c) < 0) {
                return false;
            }
        }
        return value.charAt(14) == '7' && "89ab".indexOf(value.charAt(19)) >= 0;
    }

    @Override
    public int compareTo(CommandId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
