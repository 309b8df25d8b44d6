package io.steward.model.event;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Somebody asked the controller for something, and was let or not. Never holds arguments of commands.
 *
 * @param who the caller's name; empty text: nobody knows
 * @param nodes the targets, as far as they are named
 * @param method of the command it was about, {@code domain} and {@code commandId} likewise
 * @param code why it was refused
 */
public record Audited(
        Instant at,
        String who,
        Optional<String> role,
        String action,
        List<String> nodes,
        Optional<String> method,
        Optional<String> domain,
        Optional<String> commandId,
        boolean allowed,
        Optional<String> code,
        Optional<String> detail) {
    public Audited {
        nodes = List.copyOf(nodes);
    }
}
