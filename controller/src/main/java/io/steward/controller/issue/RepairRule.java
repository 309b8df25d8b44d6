package io.steward.controller.issue;

import io.steward.model.command.Journaled;
import io.steward.model.command.OnCrash;
import io.steward.model.command.Status;
import io.steward.model.fold.CommandState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is done about a command that our database knows, given what the log still holds of it. Pure.
 *
 * <p>A command that is put back is delivered again. That is harmless where the node's journal knows its id, and where
 * nobody ever received it; everywhere else it could run twice, so it is not put back.
 */
final class RepairRule {
    /** What is to be published, or why nothing can be. */
    enum Verdict {
        /** The log has all that we know, or all that it would still keep. */
        NOTHING(""),
        COMMAND(""),
        END(""),
        COMMAND_AND_END(""),
        /** Not put back: its end is history that the log has lost. */
        FORGOTTEN("it had ended longer ago than agents surely remember, or in a journal that is gone: its history is"
                + " lost, nothing runs again"),
        /** Not put back: whether it ran can't be known. */
        DOUBTFUL("a journal that is gone had received it, or may have: whether it ran can't be known; send it again if"
                + " that is harmless");

        private final String why;

        Verdict(String why) {
            this.why = why;
        }

        String why() {
            return why;
        }
    }

    /**
     * What the log and the fleet know.
     *
     * @param command whether the log holds the command, {@code end} a terminal ACK of it
     * @param journal the node's journal now
     * @param journalSince when the node was last heard to change its journal
     */
    record Known(boolean command, boolean end, Optional<String> journal, Optional<Instant> journalSince) {}

    /**
     * Durations that decide.
     *
     * @param remembered how long agents surely recognise ended commands
     * @param kept how long the log keeps commands
     */
    record Limits(Duration remembered, Duration kept) {}

    private RepairRule() {}

    static Verdict decide(CommandState state, Known known, Limits limits, Instant now) {
        boolean ended = state.status().terminal();
        if (known.command()) {
            return ended && !known.end() ? Verdict.END : Verdict.NOTHING;
        }
        if (state.queuedAt().isBefore(now.minus(limits.kept()))) {
            return Verdict.NOTHING; // too old for the log: it left in order
        }
        if (ended) {
            boolean fresh = state.finishedAt().stream().anyMatch(at -> at.isAfter(now.minus(limits.remembered())));
            return fresh && sameJournal(state, known) ? Verdict.COMMAND_AND_END : Verdict.FORGOTTEN;
        }
        if (state.command().onCrash() == OnCrash.REPEAT) {
            return Verdict.COMMAND;
        }
        if (state.status() == Status.QUEUED) {
            boolean moved = known.journalSince().stream().anyMatch(since -> since.isAfter(state.queuedAt()));
            return moved ? Verdict.DOUBTFUL : Verdict.COMMAND;
        }
        return sameJournal(state, known) ? Verdict.COMMAND : Verdict.DOUBTFUL;
    }

    private static boolean sameJournal(CommandState state, Known known) {
        return state.journaled().isPresent()
                && state.journaled().map(Journaled::journal).equals(known.journal());
    }
}
