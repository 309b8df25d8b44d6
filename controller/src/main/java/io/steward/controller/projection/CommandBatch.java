package io.steward.controller.projection;

import io.steward.model.command.Ack;
import io.steward.model.command.Command;
import io.steward.model.command.CommandId;
import io.steward.model.command.Journaled;
import io.steward.model.command.Status;
import io.steward.model.fold.CommandFold;
import io.steward.model.fold.CommandState;
import io.steward.model.fold.JournalTotals;
import io.steward.model.fold.LogEntry;
import io.steward.model.fold.NodeTotals;
import io.steward.model.fold.Transition;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Subject;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A batch of control log entries folded in memory: begins with the states that are stored, ends with what has to be
 * written. Pure but for its own fields; for one thread and one batch.
 */
final class CommandBatch {
    /** An entry that contradicts the log so far, or speaks of a command that it does not hold. */
    record Doubt(LogEntry entry, String kind, CommandId id, NodeName node, Status status) {}

    /** A journal's place among its node's. */
    record JournalKey(NodeName node, String journal) {}

    /**
     * Something happened to a command a second time, or to one that the log does not hold.
     *
     * @param by the journal that says so, {@code before} the one that was known
     */
    record SecondTime(
            LogEntry entry,
            String kind,
            CommandId id,
            NodeName node,
            Optional<Journaled> by,
            Optional<Journaled> before) {}
    /** A transition, and its command after the entry that told of it. */
    record Step(Transition transition, CommandState after) {
        /** Whether the entry told of a later step, too. */
        boolean passed() {
            return transition.status() != after.status();
        }
    }

    final Map<CommandId, CommandState> stored;
    final Map<JournalKey, JournalTotals> storedJournals;
    final Map<NodeName, NodeTotals> storedTotals;
    final Map<CommandId, CommandState> changed = new LinkedHashMap<>();
    final Map<NodeName, NodeTotals> totals = new LinkedHashMap<>();
    final Map<CommandId, byte[]> messages = new HashMap<>();
    final Map<Status, Long> counts = new EnumMap<>(Status.class);
    final List<Step> steps = new ArrayList<>();
    final List<Doubt> doubts = new ArrayList<>();
    final Map<JournalKey, JournalTotals> journals = new LinkedHashMap<>();
    final List<SecondTime> secondTimes = new ArrayList<>();
    final List<Status> acks = new ArrayList<>();
    int repeats;

    CommandBatch(
            Map<CommandId, CommandState> stored,
            Map<NodeName, NodeTotals> storedTotals,
            Map<JournalKey, JournalTotals> storedJournals) {
        this.stored = stored;
        this.storedTotals = storedTotals;
        this.storedJournals = storedJournals;
    }

    void command(Command command, LogEntry entry) {
        Optional<CommandState> before = state(command.id());
        CommandFold.Folded folded = CommandFold.command(before, command, entry);
        if (before.isEmpty()) {
            messages.put(command.id(), entry.data());
        }
        take(before, folded, entry, command.node(), Status.QUEUED);
    }

    void ack(Subject subject, Ack ack, LogEntry entry) {
        acks.add(ack.status());
        Optional<CommandState> before = state(ack.id());
        CommandFold.Folded folded = CommandFold.ack(before, subject, ack, entry);
        if (folded.state().isEmpty()) {
            doubts.add(new Doubt(entry, "orphan", ack.id(), subject.node(), ack.status()));
            orphan(subject, ack, entry);
        } else {
            take(before, folded, entry, subject.node(), ack.status());
            delivered(before.orElseThrow(), ack, folded, entry);
        }
    }

    private void delivered(CommandState known, Ack ack, CommandFold.Folded folded, LogEntry entry) {
        folded.again()
                .ifPresent(what -> secondTimes.add(new SecondTime(
                        entry, what.name(), ack.id(), known.node(), ack.journaled(), known.journaled())));
        folded.told().ifPresent(by -> told(known.node(), by, known.logSeq(), entry));
    }

    // An unreadable command has a number too: its end accounts for it.
    private void orphan(Subject subject, Ack ack, LogEntry entry) {
        if (ack.status().terminal() && ack.journaled().isPresent()) {
            secondTimes.add(
                    new SecondTime(entry, "ORPHAN", ack.id(), subject.node(), ack.journaled(), Optional.empty()));
            told(subject.node(), ack.journaled().get(), 0, entry);
        }
    }

    private void told(NodeName node, Journaled by, long logSeq, LogEntry entry) {
        if (by.number().isPresent()) {
            JournalKey key = new JournalKey(node, by.journal());
            JournalTotals before = Optional.ofNullable(journals.get(key))
                    .or(() -> Optional.ofNullable(storedJournals.get(key)))
                    .orElseGet(() -> JournalTotals.none(entry.recordedAt()));
            journals.put(key, before.and(by.number().getAsLong(), logSeq, entry.recordedAt()));
        }
    }

    /** The state of a command as of now. */
    CommandState known(CommandId id) {
        return state(id).orElseThrow();
    }

    private void take(
            Optional<CommandState> before, CommandFold.Folded folded, LogEntry entry, NodeName speaker, Status said) {
        CommandState after = folded.state().orElseThrow();
        if (before.isPresent() && before.get().equals(after)) {
            repeats++;
            return;
        }
        changed.put(after.id(), after);
        folded.transitions().forEach(transition -> steps.add(new Step(transition, after)));
        if (before.isPresent() && before.get().conflicts() < after.conflicts()) {
            doubts.add(new Doubt(entry, "conflict", after.id(), speaker, said));
        }
        count(before, after);
    }

    private void count(Optional<CommandState> before, CommandState after) {
        before.ifPresent(state -> counts.merge(state.status(), -1L, Long::sum));
        counts.merge(after.status(), 1L, Long::sum);
        NodeTotals known = Optional.ofNullable(totals.get(after.node()))
                .or(() -> Optional.ofNullable(storedTotals.get(after.node())))
                .orElse(NodeTotals.NONE);
        totals.put(after.node(), known.moved(before, after));
    }

    private Optional<CommandState> state(CommandId id) {
        @Nullable CommandState state = changed.get(id);
        return Optional.ofNullable(state == null ? stored.get(id) : state);
    }
}
