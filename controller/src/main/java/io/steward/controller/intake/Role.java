package io.steward.controller.intake;

import java.util.Locale;
import java.util.Optional;

/** What a caller may do; each role may do what those before it may. */
enum Role {
    /** Read. */
    VIEWER,
    /** Send commands. */
    OPERATOR,
    /** Enrol nodes, fold the log anew. */
    ADMIN;

    boolean includes(Role needed) {
        return compareTo(needed) >= 0;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Role> ofWord(String word) {
        for (Role role : values()) {
            if (role.word().equals(word)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
