package io.steward.controller.log;

import io.nats.client.Connection;
import io.nats.client.ConsumeOptions;
import io.nats.client.IterableConsumer;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamStatusCheckedException;
import io.nats.client.Message;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.OrderedConsumerConfiguration;
import io.nats.client.api.StreamInfo;
import io.nats.client.api.StreamInfoOptions;
import io.steward.model.fold.LogEntry;
import io.steward.nats.Link;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Looks at streams without following them. Any thread; each call but {@link #scan} is one request to the broker. */
public final class LogView {
    private static final int MESSAGE_NOT_FOUND = 10037;

    private static final int SCAN = 2000;
    private static final Duration SCAN_PATIENCE = Duration.ofSeconds(10);

    private final Connection connection;
    private final JetStreamManagement broker;

    public LogView(Connection connection) throws IOException {
        this.connection = connection;
        this.broker = connection.jetStreamManagement(Link.JETSTREAM);
    }

    public StreamFacts facts(String stream) throws IOException {
        StreamInfo info = info(stream);
        return new StreamFacts(
                stream,
                info.getCreateTime().toInstant(),
                info.getStreamState().getFirstSequence(),
                info.getStreamState().getLastSequence());
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

    /** The entry at this place, if the stream still holds it. */
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

    /** Shows every entry that the stream holds now, in order. Takes as long as the stream is. */
    public void scan(String stream, Consumer<LogEntry> viewer) throws IOException, InterruptedException {
        StreamFacts facts = facts(stream);
        if (facts.firstSeq() > facts.lastSeq()) {
            return;
        }
        try {
            IterableConsumer messages = connection
                    .getStreamContext(stream, Link.JETSTREAM)
                    .createOrderedConsumer(new OrderedConsumerConfiguration())
                    .iterate(ConsumeOptions.builder().batchSize(SCAN).build());
            try {
                scan(facts, messages, viewer);
            } finally {
                messages.stop();
            }
        } catch (JetStreamApiException e) {
            throw refused(stream, e);
        } catch (JetStreamStatusCheckedException e) {
            throw new IOException("stream " + stream + " can't be read: " + e.getMessage(), e);
        }
    }

    private static void scan(StreamFacts facts, IterableConsumer messages, Consumer<LogEntry> viewer)
            throws IOException, InterruptedException, JetStreamStatusCheckedException {
        long seen = 0;
        while (seen < facts.lastSeq()) {
            Message message = messages.nextMessage(SCAN_PATIENCE);
            if (message == null) {
                throw new IOException("stream " + facts.stream() + " can't be read beyond " + seen);
            }
            LogEntry entry = entry(message);
            viewer.accept(entry);
            seen = message.metaData().pendingCount() == 0 ? facts.lastSeq() : entry.seq();
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
