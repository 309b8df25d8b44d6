package io.steward.ops.bench.query;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.PublishOptions;
import io.nats.client.api.PublishAck;
import io.steward.model.subject.Kind;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Subject;
import io.steward.ops.bench.raw.Bulk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Puts messages into a broker's streams, many under way at once. One thread. */
final class Entries implements AutoCloseable {
    private static final int WINDOW = 1_000;

    private final Connection connection;
    private final JetStream streams;
    private final Deque<CompletableFuture<PublishAck>> open = new ArrayDeque<>();

    private Entries(Connection connection) throws IOException {
        this.connection = connection;
        this.streams = connection.jetStream(Bulk.JETSTREAM);
    }

    static Entries into(String broker, Path credentials) throws IOException, InterruptedException {
        return new Entries(Nats.connect(Options.builder()
                .server(broker)
                .authHandler(Nats.credentials(credentials.toString()))
                .build()));
    }

    /** Returns when it is under way. */
    void put(NodeName node, Kind kind, String method, String domain, String messageId, byte[] body)
            throws IOException, InterruptedException {
        String subject = new Subject(node, kind, method, domain).toString();
        PublishOptions options = PublishOptions.builder().messageId(messageId).build();
        open.add(streams.publishAsync(subject, body, options));
        settle(WINDOW);
    }

    /** Returns when all is stored. */
    void await() throws IOException, InterruptedException {
        settle(0);
    }

    private void settle(int most) throws IOException, InterruptedException {
        while (open.size() > most) {
            try {
                PublishAck stored = open.remove().get();
                if (stored.isDuplicate()) {
                    throw new IOException("an entry for " + stored.getStream() + " was there already");
                }
            } catch (ExecutionException e) {
                throw new IOException("the broker did not store an entry: " + e.getCause(), e);
            }
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
