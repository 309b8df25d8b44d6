package io.steward.controller.projection;

import io.steward.model.command.Ack;
import io.steward.model.command.Command;
import io.steward.model.command.CommandId;
import io.steward.model.command.Status;
import io.steward.model.fold.CommandFold;
import io.steward.model.fold.CommandState;
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

    final Map<CommandId, CommandState> stored;
    final Map<NodeName, NodeTotals> storedTotals;
    final Map<CommandId, CommandState> changed = new LinkedHashMap<>();
    final Map<NodeName, NodeTotals> totals = new LinkedHashMap<>();
    final Map<CommandId, byte[]> messages = new HashMap<>();
    final Map<Status, Long> counts = new EnumMap<>(Status.class);
    final List<Transition> transitions = new ArrayList<>();
    final List<Doubt> doubts = new ArrayList<>();
    final List<Status> acks = new ArrayList<>();

    CommandBatch(Map<CommandId, CommandState> stored, Map<NodeName, NodeTotals> storedTotals) {
        this.stored = stored;
        this.storedTotals = storedTotals;
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
        } else {
            take(before, folded, entry, subject.node(), ack.status());
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
            return;
        }
        changed.put(after.id(), after);
        transitions.addAll(folded.transitions());
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
        @Nullable CommandState state = changed.containsKey(id) ? changed.get(id) : stored.get(id);
        return Optional.ofNullable(state);
    }
}
