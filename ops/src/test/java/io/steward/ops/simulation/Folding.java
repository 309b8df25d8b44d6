package io.steward.ops.simulation;

import io.steward.model.command.Ack;
import io.steward.model.command.Command;
import io.steward.model.command.CommandId;
import io.steward.model.event.Connection;
import io.steward.model.event.Enrolled;
import io.steward.model.event.Facts;
import io.steward.model.event.Heartbeat;
import io.steward.model.event.Hello;
import io.steward.model.fold.CommandFold;
import io.steward.model.fold.CommandState;
import io.steward.model.fold.Content;
import io.steward.model.fold.LogEntry;
import io.steward.model.subject.Subject;
import io.steward.model.wire.EntryReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The fold of one control stream: entries in, states out; what it has seen before changes nothing. */
final class Folding {
    private final Map<CommandId, CommandState> states = new LinkedHashMap<>();
    private long position;
    private int orphans;

    Map<CommandId, CommandState> states() {
        return states;
    }

    /** ACKs of commands that the log does not hold. */
    int orphans() {
        return orphans;
    }

    /** The state of the command that it is about, before and after. */
    record Step(Optional<CommandState> before, Optional<CommandState> after) {
        static final Step NONE = new Step(Optional.empty(), Optional.empty());
    }

    Step fold(LogEntry entry) {
        if (entry.seq() <= position) {
            return Step.NONE;
        }
        position = entry.seq();
        return EntryReader.read(entry).match(new OnEntry(entry));
    }

    private Step moved(CommandId id, CommandFold.Folded folded) {
        Optional<CommandState> before = Optional.ofNullable(states.get(id));
        folded.state().ifPresent(state -> states.put(id, state));
        return new Step(before, folded.state());
    }

    private final class OnEntry implements Content.Cases<Step> {
        private final LogEntry entry;

        OnEntry(LogEntry entry) {
            this.entry = entry;
        }

        @Override
        public Step command(Command command) {
            return moved(
                    command.id(), CommandFold.command(Optional.ofNullable(states.get(command.id())), command, entry));
        }

        @Override
        public Step ack(Subject subject, Ack ack) {
            orphans += states.containsKey(ack.id()) ? 0 : 1;
            return moved(ack.id(), CommandFold.ack(Optional.ofNullable(states.get(ack.id())), subject, ack, entry));
        }

        @Override
        public Step hello(Subject subject, Hello hello) {
            return Step.NONE;
        }

        @Override
        public Step facts(Subject subject, Facts facts) {
            return Step.NONE;
        }

        @Override
        public Step enrolled(Subject subject, Enrolled enrolled) {
            return Step.NONE;
        }

        @Override
        public Step connection(Subject subject, Connection connection) {
            return Step.NONE;
        }

        @Override
        public Step heartbeat(Subject subject, Heartbeat heartbeat) {
            return Step.NONE;
        }

        @Override
        public Step other(Subject subject) {
            return Step.NONE;
        }

        @Override
        public Step unreadable(String code, String message) {
            throw new Broken("the log holds what can't be read: " + message);
        }
    }
}
