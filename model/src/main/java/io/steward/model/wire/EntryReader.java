package io.steward.model.wire;

import io.steward.model.fold.Content;
import io.steward.model.fold.Content.AckContent;
import io.steward.model.fold.Content.CommandContent;
import io.steward.model.fold.Content.ConnectionContent;
import io.steward.model.fold.Content.EnrolledContent;
import io.steward.model.fold.Content.FactsContent;
import io.steward.model.fold.Content.HeartbeatContent;
import io.steward.model.fold.Content.HelloContent;
import io.steward.model.fold.Content.OtherContent;
import io.steward.model.fold.Content.UnreadableContent;
import io.steward.model.fold.LogEntry;
import io.steward.model.subject.InvalidName;
import io.steward.model.subject.Subject;

/** Tells what a log entry says. Never throws on what anybody may have stored. Stateless; any thread may call it. */
public final class EntryReader {
    private EntryReader() {}

    public static Content read(LogEntry entry) {
        Subject subject;
        try {
            subject = Subject.parse(entry.subject());
        } catch (InvalidName e) {
            return new UnreadableContent("bad-subject", e.getMessage());
        }
        try {
            return switch (subject.kind()) {
                case COMMAND -> new CommandContent(Codec.decodeCommand(subject, entry.data()));
                case ACK -> new AckContent(subject, Codec.decodeAck(entry.data()));
                case EVENT -> event(subject, entry.data());
                case PRESENCE -> presence(subject, entry.data());
            };
        } catch (Unreadable e) {
            return new UnreadableContent(e.code(), e.getMessage());
        }
    }

    private static Content event(Subject subject, byte[] data) throws Unreadable {
        return switch (subject.process().toString()) {
            case "hello.agent" -> new HelloContent(subject, EventCodec.decodeHello(data));
            case "facts.system" -> new FactsContent(subject, EventCodec.decodeFacts(data));
            case "enrolled.controller" -> new EnrolledContent(subject, EventCodec.decodeEnrolled(data));
            case "connection.controller" -> new ConnectionContent(subject, EventCodec.decodeConnection(data));
            default -> new OtherContent(subject);
        };
    }

    private static Content presence(Subject subject, byte[] data) throws Unreadable {
        return switch (subject.process().toString()) {
            case "heartbeat.agent" -> new HeartbeatContent(subject, EventCodec.decodeHeartbeat(data));
            case "connection.broker" -> new ConnectionContent(subject, EventCodec.decodeConnection(data));
            default -> new OtherContent(subject);
        };
    }
}
