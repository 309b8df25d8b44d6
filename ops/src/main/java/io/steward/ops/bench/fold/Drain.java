package io.steward.ops.bench.fold;

import io.nats.client.Connection;
import io.nats.client.ConsumeOptions;
import io.nats.client.IterableConsumer;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamStatusCheckedException;
import io.nats.client.Message;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.OrderedConsumerConfiguration;
import io.steward.nats.Link;
import java.io.IOException;
import java.time.Duration;

/** A stream read in order from its first message by the broker's client alone, as the controller follows it. */
final class Drain {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int BATCH = 2_000;
    private static final long PULL_MILLIS = 30_000;

    private Drain() {}

    /** Messages a second: of so many, or of those that came until the deadline. */
    static double rate(Connection connection, String stream, long most, long deadline)
            throws IOException, InterruptedException {
        try {
            IterableConsumer messages = connection
                    .getStreamContext(stream, Link.JETSTREAM)
                    .createOrderedConsumer(new OrderedConsumerConfiguration().deliverPolicy(DeliverPolicy.All))
                    .iterate(ConsumeOptions.builder()
                            .batchSize(BATCH)
                            .expiresIn(PULL_MILLIS)
                            .build());
            try {
                return read(messages, stream, most, deadline);
            } finally {
                messages.stop();
            }
        } catch (JetStreamApiException | JetStreamStatusCheckedException e) {
            throw new IOException("stream " + stream + " can't be read: " + e.getMessage(), e);
        }
    }

    private static double read(IterableConsumer messages, String stream, long most, long deadline)
            throws IOException, InterruptedException, JetStreamStatusCheckedException {
        long began = System.nanoTime();
        long read = 0;
        while (read < most && System.nanoTime() - deadline < 0) {
            Message message = messages.nextMessage(PATIENCE);
            if (message == null) {
                throw new IOException(stream + ": nothing came behind message " + read);
            }
            read++;
            if (message.metaData().streamSequence() != read) {
                throw new IOException(stream + ": message " + read + " was left out");
            }
        }
        return read * 1e9 / (System.nanoTime() - began);
    }
}
