package io.steward.ops.chaos.proof;

import io.nats.client.Connection;
import io.nats.client.ConsumeOptions;
import io.nats.client.IterableConsumer;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamStatusCheckedException;
import io.nats.client.Message;
import io.nats.client.StreamContext;
import io.nats.client.api.OrderedConsumerConfiguration;
import io.steward.model.command.Ack;
import io.steward.model.command.Command;
import io.steward.model.subject.Kind;
import io.steward.model.subject.Streams;
import io.steward.model.subject.Subject;
import io.steward.model.wire.Codec;
import io.steward.model.wire.Unreadable;
import io.steward.nats.Link;
import io.steward.nats.LinkConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the whole control log from the broker, without the controller. One thread. */
public final class Drain {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String ERRAND = "errand ";

    private Drain() {}

    public static List<LogLine> all(List<String> brokers, Path credentials) throws IOException, InterruptedException {
        Link link = Link.open(new LinkConfig(brokers, credentials, "chaos-drain", Optional.empty()));
        try (link) {
            Connection connection =
                    link.await(PATIENCE).orElseThrow(() -> new IOException("no broker answers at " + brokers));
            return all(connection.getStreamContext(Streams.COMMANDS, Link.JETSTREAM));
        } catch (JetStreamApiException | JetStreamStatusCheckedException e) {
            throw new IOException("the control log can't be read: " + e.getMessage(), e);
        }
    }

    private static List<LogLine> all(StreamContext stream)
            throws IOException, JetStreamApiException, JetStreamStatusCheckedException, InterruptedException {
        long last = stream.getStreamInfo().getStreamState().getLastSequence();
        List<LogLine> lines = new ArrayList<>();
        IterableConsumer messages = stream.createOrderedConsumer(new OrderedConsumerConfiguration())
                .iterate(ConsumeOptions.builder().batchSize(2000).build());
        try {
            for (long seq = 0; seq < last; ) {
                Message message = messages.nextMessage(PATIENCE);
                if (message == null) {
                    throw new IOException("the control log ends at " + seq + " and should go on to " + last);
                }
                seq = message.metaData().streamSequence();
                lines.add(line(message, seq));
            }
        } finally {
            messages.stop();
        }
        return lines;
    }

    private static LogLine line(Message message, long seq) throws IOException {
        Instant recordedAt = message.metaData().timestamp().toInstant();
        try {
            Subject subject = Subject.parse(message.getSubject());
            return subject.kind() == Kind.COMMAND
                    ? line(seq, recordedAt, subject, Codec.decodeCommand(subject, message.getData()))
                    : line(seq, recordedAt, subject, Codec.decodeAck(message.getData()));
        } catch (Unreadable e) {
            throw new IOException("message " + seq + " of the control log can't be read: " + e.getMessage(), e);
        }
    }

    private static LogLine line(long seq, Instant recordedAt, Subject subject, Command command) {
        return new LogLine(
                seq,
                recordedAt,
                subject.node().value(),
                subject.method(),
                subject.domain(),
                command.id().value(),
                Optional.empty(),
                command.issuedAt(),
                0,
                false,
                Optional.empty(),
                command.expiresAt(),
                command.reason()
                        .filter(text -> text.startsWith(ERRAND))
                        .map(text -> Integer.parseInt(text.substring(ERRAND.length())))
                        .orElse(0),
                subject.method().equals("cancel") ? command.args().string("commandId") : Optional.empty());
    }

    private static LogLine line(long seq, Instant recordedAt, Subject subject, Ack ack) {
        return new LogLine(
                seq,
                recordedAt,
                subject.node().value(),
                subject.method(),
                subject.domain(),
                ack.id().value(),
                Optional.of(ack.status()),
                ack.at(),
                ack.attempt(),
                ack.startedAt().isPresent(),
                ack.exitCode(),
                Optional.empty(),
                0,
                Optional.empty());
    }
}
