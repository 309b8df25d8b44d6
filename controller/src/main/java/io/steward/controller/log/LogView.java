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
public final class LogView implements EntryLookup {
    private static final int MESSAGE_NOT_FOUND = 10037;

    private final JetStreamManagement broker;

    public LogView(Connection connection) throws IOException {
        this.broker = connection.jetStreamManagement(Link.JETSTREAM);
    }

    public StreamFacts facts(String stream) throws IOException {
        StreamInfo info = info(stream);
        return new StreamFacts(
                stream,
                info.getCreateTime().toInstant(),
                info.getStreamState().getFirstSequence(),
                info.getStreamState().getLastSequence(),
                info.getStreamState().getDeletedCount());
    }

    StreamSize size(String stream) throws IOException {
        StreamInfo info = info(stream);
        return new StreamSize(
                info.getStreamState().getMsgCount(), info.getStreamState().getByteCount());
    }

    /** Whether the stream still holds everything that was ever stored in it. */
    public boolean whole(String stream) throws IOException {
        StreamInfo info = info(stream);
        long first = info.getStreamState().getFirstSequence();
        return first <= 1 && info.getStreamState().getDeletedCount() == 0;
    }

    @Override
    public Optional<LogEntry> entry(String stream, long seq) throws IOException {
        try {
            MessageInfo message = broker.getMessage(stream, seq);
            return Optional.of(new LogEntry(
                    stream, seq, message.getTime().toInstant(), message.getSubject(), bytes(message.getData())));
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() == MESSAGE_NOT_FOUND) {
                return Optional.empty();
            }
            throw refused(stream, e);
        }
    }

    private StreamInfo info(String stream) throws IOException {
        try {
            return broker.getStreamInfo(stream, StreamInfoOptions.builder().build());
        } catch (JetStreamApiException e) {
            throw refused(stream, e);
        }
    }

    // Who asks need not know the broker's client.
    private static IOException refused(String stream, JetStreamApiException e) {
        return new IOException("the broker refused to show stream " + stream + ": " + e.getErrorDescription(), e);
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
