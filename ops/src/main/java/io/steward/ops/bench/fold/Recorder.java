package io.steward.ops.bench.fold;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.PublishAck;
import io.steward.ops.bench.raw.Bulk;
import io.steward.ops.scratch.ScratchSite;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Publishes as the controller may, straight into the broker's streams, many messages under way at once and without
 * message ids, so that the broker need not remember millions of them. One thread.
 */
final class Recorder implements AutoCloseable {
    private static final int WINDOW = 2_000;

    private final Connection connection;
    private final JetStream streams;
    private final Deque<CompletableFuture<PublishAck>> open = new ArrayDeque<>();

    Recorder(ScratchSite site) throws IOException, InterruptedException {
        this.connection = connect(site);
        this.streams = connection.jetStream(Bulk.JETSTREAM);
    }

    static Connection connect(ScratchSite site) throws IOException, InterruptedException {
        return Nats.connect(Options.builder()
                .server(site.brokerUrl())
                .authHandler(
                        Nats.credentials(site.site().controllerCredentials().toString()))
                .build());
    }

    void put(String subject, byte[] body) throws IOException, InterruptedException {
        open.add(streams.publishAsync(subject, body));
        settle(WINDOW);
    }

    /** Returns when all is stored. */
    void await() throws IOException, InterruptedException {
        settle(0);
    }

    private void settle(int most) throws IOException, InterruptedException {
        while (open.size() > most) {
            try {
                open.remove().get();
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
