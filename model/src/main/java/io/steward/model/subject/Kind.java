package io.steward.model.subject;

import java.util.Locale;
import java.util.Optional;

/** What a message is, told by the second token of its subject. */
public enum Kind {
    COMMAND,
    ACK,
    EVENT,
    PRESENCE;

    /** The token as it stands in a subject. */
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Kind> ofToken(String token) {
        for (Kind kind : values()) {
            if (kind.token().equals(token)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
