package io.steward.controller.issue;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.steward.controller.projection.FoldedPositions;
import io.steward.model.subject.Streams;
import io.steward.nats.Link;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Waits until the state database has folded all that the control streams hold now. Any thread. */
public final class CatchUp {
    private final Link link;
    private final Streams streams;
    private final FoldedPositions folded;

    public CatchUp(Link link, Streams streams, FoldedPositions folded) {
        this.link = link;
        this.streams = streams;
        this.folded = folded;
    }

    /** Waits at most this long; false if it is not so by then, or if nobody can tell. */
    public boolean await(Duration patience) throws InterruptedException {
        try {
            Optional<Connection> connection = link.connection();
            return connection.isPresent() && await(connection.get(), patience).isEmpty();
        } catch (IOException | JetStreamApiException e) {
            return false;
        }
    }

    /** Waits at most this long; the stream that is still ahead then, if one is. */
    Optional<String> await(Connection connection, Duration patience)
            throws IOException, JetStreamApiException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        for (String stream : streams.commandStreams()) {
            long end = connection
                    .jetStreamManagement(Link.JETSTREAM)
                    .getStreamInfo(stream)
                    .getStreamState()
                    .getLastSequence();
            Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            if (!folded.awaitFolded(stream, end, left)) {
                return Optional.of(stream);
            }
        }
        return Optional.empty();
    }
}
