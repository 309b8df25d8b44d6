package io.steward.controller.log;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Message;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamInfo;
import io.nats.client.api.StreamInfoOptions;
import io.steward.model.fold.LogEntry;
import io.steward.nats.Link;
import java.io.IOException;
import java.util.Optional;

/** Looks at streams without following them. Any thread; each call is one request to the broker. */
public final class LogView {
    private static final int MESSAGE_NOT_FOUND = 10037;

    private final JetStreamManagement broker;

    public LogView(Connection connection) throws IOException {
        this.broker = connection.jetStreamManagement(Link.JETSTREAM);
    }

    public StreamFacts facts(String stream) throws IOException, JetStreamApiException {
        StreamInfo info =
                broker.getStreamInfo(stream, StreamInfoOptions.builder().build());
        return new StreamFacts(
                stream,
                info.getCreateTime().toInstant(),
                info.getStreamState().getFirstSequence(),
                info.getStreamState().getLastSequence());
    }

    /** The entry at this place, if the stream still holds it. */
    public Optional<LogEntry> entry(String stream, long seq) throws IOException, JetStreamApiException {
        try {
            MessageInfo message = broker.getMessage(stream, seq);
            return Optional.of(new LogEntry(
                    stream, seq, message.getTime().toInstant(), message.getSubject(), bytes(message.getData())));
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() == MESSAGE_NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    static LogEntry entry(Message message) {
        return new LogEntry(
                message.metaData().getStream(),
                message.metaData().streamSequence(),
                message.metaData().timestamp().toInstant(),
                message.getSubject(),
                bytes(message.getData()));
    }

    private static byte[] bytes(byte[] data) {
        return data == null ? new byte[0] : data;
    }
}
