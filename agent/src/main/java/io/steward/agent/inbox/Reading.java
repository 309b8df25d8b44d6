package io.steward.agent.inbox;

import io.steward.agent.journal.Entry;
import io.steward.model.command.Command;
import io.steward.model.command.CommandId;
import io.steward.model.command.Fault;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Subject;
import io.steward.model.wire.Codec;
import io.steward.model.wire.PlainObject;
import io.steward.model.wire.Unreadable;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What one delivery is, before anything is done about it. A value.
 *
 * @param fresh a command to be journaled
 * @param supersedes the command replaces earlier ones
 * @param rejected a broken command that names itself, or one that may be forgotten, so that its sender can be answered
 */
record Reading(Receipt receipt, Optional<Entry> fresh, boolean supersedes, Optional<Entry> rejected) {
    /**
     * Reads it. Pure.
     *
     * @param tooOld why a command that is not known must not be taken for a new one
     */
    static Reading of(
            Delivery delivery,
            NodeName node,
            Predicate<CommandId> known,
            Function<Command, Optional<Fault>> tooOld,
            Instant now) {
        Optional<Subject> subject = subject(delivery.subject());
        if (subject.isEmpty()) {
            return poison(
                    Receipt.Kind.UNREADABLE, "bad-subject", "the subject is not <node>.command.<method>.<domain>");
        }
        if (!subject.get().node().equals(node)) {
            return poison(Receipt.Kind.NOT_OURS, "not-ours", "this is node " + node);
        }
        try {
            Command command = Codec.decodeCommand(subject.get(), delivery.json());
            if (known.test(command.id())) {
                return new Reading(Receipt.of(Receipt.Kind.KNOWN_ALREADY), Optional.empty(), false, Optional.empty());
            }
            Entry entry = entry(command.id(), subject.get(), delivery, delivery.json(), now);
            Optional<Fault> refusal = tooOld.apply(command);
            if (refusal.isPresent()) {
                return refused(refusal.get(), entry);
            }
            return new Reading(
                    Receipt.of(Receipt.Kind.JOURNALED), Optional.of(entry), command.supersedes(), Optional.empty());
        } catch (Unreadable e) {
            Receipt receipt = new Receipt(Receipt.Kind.UNREADABLE, e.code(), String.valueOf(e.getMessage()));
            Optional<Entry> rejected = PlainObject.commandId(delivery.json())
                    .filter(id -> !known.test(id))
                    .map(id -> entry(id, subject.get(), delivery, new byte[0], now));
            return new Reading(receipt, Optional.empty(), false, rejected);
        }
    }

    private static Reading refused(Fault fault, Entry entry) {
        Receipt receipt = new Receipt(Receipt.Kind.JOURNALED, fault.code(), fault.message());
        return new Reading(receipt, Optional.empty(), false, Optional.of(entry));
    }

    private static Reading poison(Receipt.Kind kind, String code, String reason) {
        return new Reading(new Receipt(kind, code, reason), Optional.empty(), false, Optional.empty());
    }

    private static Entry entry(CommandId id, Subject subject, Delivery delivery, byte[] json, Instant now) {
        return Entry.delivered(id, subject, json, delivery.stream(), delivery.place(), now);
    }

    private static Optional<Subject> subject(String text) {
        try {
            return Optional.of(Subject.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
