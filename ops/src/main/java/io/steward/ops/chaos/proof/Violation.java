package io.steward.ops.chaos.proof;

import java.util.List;
import java.util.Optional;

/**
 * One promise that did not hold.
 *
 * @param commandId the command that it is about, if it is about one
 * @param words what is wrong, in a sentence
 * @param history the shortest story of it, in lines
 */
public record Violation(Kind kind, Optional<String> commandId, String words, List<String> history) {
    /** Which promise. */
    public enum Kind {
        /** Accepted, and not in the log. */
        LOST,
        /** In the log, and without an end. */
        UNFINISHED,
        /** More than one effect of a command that may have one. */
        DOUBLE_EFFECT,
        /** Ended in a way that means an effect, and there is none. */
        MISSING_EFFECT,
        /** Ended in a way that means no effect, and there is one. */
        FALSE_EFFECT,
        /** Effects of one process that are not in the order of the log. */
        WRONG_ORDER,
        /** A status that nothing in the run explains. */
        UNEXPLAINED,
        /** Two ends in the log that contradict each other. */
        CONTRADICTION,
        /** The state database says something else than the log. */
        STATE_DIFFERS,
        /** More than one command for one errand and node. */
        ISSUED_TWICE,
        /** A command or an effect that nobody asked for. */
        STRANGER,
        /** A row of {@code delivery_proof}. */
        PROOF,
        /** The state database is not what the log gives. */
        REBUILD_DIFFERS,
        /** The log lost what the controller had folded, and it did not say so, or could not be repaired. */
        NOT_NOTICED,
        /** A request that is in order was refused. */
        REFUSED,
        /** A request had no answer although all was well again. */
        UNANSWERED
    }

    public Violation {
        history = List.copyOf(history);
    }

    Violation withHistory(List<String> lines) {
        return new Violation(kind, commandId, words, lines);
    }
}
