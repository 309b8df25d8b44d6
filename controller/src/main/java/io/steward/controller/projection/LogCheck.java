package io.steward.controller.projection;

import io.steward.controller.log.StreamFacts;
import io.steward.controller.projection.Condition.Code;
import io.steward.model.fold.LogEntry;
import java.util.Optional;

/** Whether a stream is the one that was folded. Pure. */
final class LogCheck {
    private static final String REPAIR =
            "; \"steward repair\" shows what can be put back, \"steward repair --yes\" does it";

    private LogCheck() {}

    /**
     * @param entry what stands at the position, if it is still there
     * @param complete whether the stream never drops what was not folded: then a hole is a loss
     */
    static Optional<Condition> check(Position position, StreamFacts facts, Optional<LogEntry> entry, boolean complete) {
        if (position.repairing()) {
            return found(position, Code.REPAIR_UNFINISHED, "a repair of it was begun and is not finished");
        }
        if (position.seq() == 0) {
            return Optional.empty();
        }
        if (position.streamCreated().isPresent()
                && !position.streamCreated().get().equals(facts.created())) {
            return found(
                    position,
                    Code.STREAM_REPLACED,
                    "it was made at " + facts.created() + ", the one that was folded at "
                            + position.streamCreated().get());
        }
        if (facts.lastSeq() < position.seq()) {
            return found(position, Code.STREAM_SHORTER, "it ends at " + facts.lastSeq());
        }
        if (complete && facts.firstSeq() > position.seq() + 1) {
            return found(position, Code.ENTRIES_MISSING, "it begins at " + facts.firstSeq());
        }
        if (complete && entry.isEmpty() && facts.firstSeq() <= position.seq()) {
            return found(position, Code.ENTRIES_MISSING, "holds nothing there");
        }
        if (entry.isPresent()
                && position.digest().isPresent()
                && !position.digest().get().equals(Position.digest(entry.get()))) {
            return found(position, Code.ENTRY_DIFFERS, "it holds another message there");
        }
        if (complete && facts.lacking() > position.lacking()) {
            return found(
                    position,
                    Code.ENTRIES_MISSING,
                    "it lacks " + (facts.lacking() - position.lacking()) + " of the entries between " + facts.firstSeq()
                            + " and " + facts.lastSeq());
        }
        return Optional.empty();
    }

    /** The entry behind the position is not in the stream, though later ones are. */
    static Condition hole(Position position) {
        return found(position, Code.ENTRIES_MISSING, "it lacks entry " + (position.seq() + 1))
                .orElseThrow();
    }

    private static Optional<Condition> found(Position position, Code code, String what) {
        return Optional.of(new Condition(
                position.stream(),
                code,
                "stream " + position.stream() + " was folded up to " + position.seq() + ", but " + what + REPAIR));
    }
}
