package io.steward.controller.log;

import io.nats.client.Connection;
import io.steward.nats.Link;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log for somebody who has time: while the broker is away it waits, then goes on where it was. For one thread.
 */
public final class PatientLog {
    /** It was asked to stop. */
    public static final class Stopped extends RuntimeException {
        Stopped() {
            super("stopped before the end", null, false, false);
        }
    }

    /** Something to ask of the log. */
    @FunctionalInterface
    public interface Question<T> {
        T ask(LogView view) throws IOException;
    }

    private interface Work<T> {
        T on(Connection connection) throws IOException, InterruptedException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(PatientLog.class);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Link link;
    private final BooleanSupplier open;

    /** @param open whether to go on; if not, whatever waits throws {@link Stopped} */
    public PatientLog(Link link, BooleanSupplier open) {
        this.link = link;
        this.open = open;
    }

    /** The answer, once there is a broker that gives one. */
    public <T> T ask(Question<T> question) throws InterruptedException {
        return patiently(connection -> question.ask(new LogView(connection)));
    }

    /**
     * Reads a stream up to this place, or to its end if that comes first.
     *
     * @param taken from where on; asked again after a failure
     */
    public void read(String stream, ToLongFunction<String> taken, long upTo, int batchSize, Consumer<Batch> taker)
            throws InterruptedException {
        boolean done = patiently(connection -> {
            Replay.read(connection, stream, taken.applyAsLong(stream), upTo, batchSize, open, taker);
            return open.getAsBoolean();
        });
        if (!done) {
            throw new Stopped();
        }
    }

    private <T> T patiently(Work<T> work) throws InterruptedException {
        while (open.getAsBoolean()) {
            Optional<Connection> connection = link.await(PATIENCE);
            if (connection.isPresent()) {
                try {
                    return work.on(connection.get());
                } catch (IOException | IllegalStateException e) {
                    // The client's word for a connection that has just gone.
                    if (e instanceof IllegalStateException gone
                            && link.connection().isPresent()) {
                        throw gone;
                    }
                    LOG.info("the log can't be read yet: {}", e.getMessage());
                    TimeUnit.MILLISECONDS.sleep(PATIENCE.toMillis());
                }
            }
        }
        throw new Stopped();
    }
}
