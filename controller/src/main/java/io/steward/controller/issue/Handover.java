package io.steward.controller.issue;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.PublishAck;
import io.steward.model.command.Command;
import io.steward.model.subject.Streams;
import io.steward.model.wire.Codec;
import io.steward.nats.Link;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One command on its way into the log: what is known of its fate after each attempt. One thread at a time. An attempt
 * without an answer leaves the doubt that it may be stored, and only the log's own word takes it away.
 */
final class Handover {
    private static final int STREAM_FULL = 10077;

    private final Command command;
    private final String stream;
    private final UnaryOperator<Command> finishing;
    private byte @Nullable [] bytes;
    private Optional<Fate> fate = Optional.empty();
    private boolean maybeStored;
    private String last = "the broker can't be reached";

    /** @param finishing of the command before it goes out for the first time */
    Handover(Command command, Streams streams, UnaryOperator<Command> finishing) {
        this.command = command;
        this.stream = streams.commandStream(command.node());
        this.finishing = finishing;
    }

    String id() {
        return command.id().value();
    }

    String subject() {
        return command.subject().toString();
    }

    String stream() {
        return stream;
    }

    byte[] bytes() {
        byte[] known = bytes;
        if (known == null) {
            known = Codec.encode(finishing.apply(command));
            bytes = known;
        }
        return known;
    }

    /** Worth another attempt. */
    boolean open() {
        return fate.isEmpty();
    }

    /** What to say of it when no attempt is left. */
    Fate fate() {
        return fate.orElseGet(() -> maybeStored
                ? Fate.unknown("no answer from the stream " + stream + " (" + last + "); it may be stored")
                : Fate.notStored("log-away", "the stream " + stream + " can't be reached: " + last));
    }

    /** The log answered. An id that was there before is looked at: it may be this very command, stored unheard. */
    void answered(Connection connection, PublishAck ack) {
        if (!ack.isDuplicate()) {
            fate = Optional.of(Fate.STORED);
            return;
        }
        try {
            MessageInfo there = connection.jetStreamManagement(Link.JETSTREAM).getMessage(stream, ack.getSeqno());
            boolean ours = subject().equals(there.getSubject()) && Arrays.equals(bytes(), there.getData());
            fate = Optional.of(ours ? Fate.STORED : Fate.taken());
        } catch (IOException | JetStreamApiException e) {
            maybeStored = true;
            last = words(e);
        }
    }

    /** It could not be finished, so it never went out. */
    void unfinished(RuntimeException why) {
        fate = Optional.of(Fate.notStored("not-signed", "it could not be signed: " + why.getMessage()));
    }

    void failed(Throwable failure) {
        if (!open()) {
            return;
        }
        Throwable cause =
                failure instanceof RuntimeException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof JetStreamApiException refusal) {
            refused(refusal);
        } else {
            maybeStored |= !(cause instanceof JetStreamCommandLog.NotSent) && !nobodyHeard(cause);
            last = words(cause);
        }
    }

    private void refused(JetStreamApiException refusal) {
        // An earlier attempt may have been stored even if this one is refused.
        if (maybeStored) {
            fate = Optional.of(Fate.unknown("no answer to the first attempt, then: " + refusal.getErrorDescription()));
        } else if (refusal.getApiErrorCode() == STREAM_FULL) {
            fate = Optional.of(Fate.notStored(
                    "stream-full",
                    "the stream " + stream
                            + " is full and drops nothing it has accepted: give the broker more room, or shorten"
                            + " streams.commands.age"));
        } else {
            fate = Optional.of(Fate.notStored(
                    "refused", "the stream " + stream + " refused it: " + refusal.getErrorDescription()));
        }
    }

    private static boolean nobodyHeard(Throwable cause) {
        return words(cause).toLowerCase(Locale.ROOT).contains("no responders");
    }

    private static String words(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
