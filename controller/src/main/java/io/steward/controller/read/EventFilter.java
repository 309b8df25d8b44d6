package io.steward.controller.read;

import io.steward.model.subject.NodeName;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which events to answer. With {@code afterSeq} those behind it, oldest first; without it the newest ones, oldest of
 * them first.
 *
 * @param limit 1 to {@link StateReader#MOST_ROWS}
 */
public record EventFilter(
        Optional<NodeName> node, Optional<String> method, Optional<String> domain, OptionalLong afterSeq, int limit) {

    public static EventFilter newest(int limit) {
        return new EventFilter(Optional.empty(), Optional.empty(), Optional.empty(), OptionalLong.empty(), limit);
    }
}
