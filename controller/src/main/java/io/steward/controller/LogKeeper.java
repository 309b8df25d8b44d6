package io.steward.controller;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.steward.controller.log.DeclaredStreams;
import io.steward.controller.log.DeclaredStreams.Action;
import io.steward.controller.log.DeclaredStreams.Report;
import io.steward.controller.log.ForeignStream;
import io.steward.controller.log.StreamDeclaration;
import io.steward.nats.Link;
import io.steward.nats.LinkEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that the broker's streams are as declared: at first, before anything is followed, and again whenever the
 * broker comes back, since it may be another one then, and every minute.
 *
 * <p>One thread of its own. It never gives up; while it can't do it, {@link #obstacle} says why.
 */
final class LogKeeper implements AutoCloseable {
    /** What is done each time the streams are as declared. */
    interface Next {
        void declared() throws Exception;
    }

    private static final Logger LOG = LoggerFactory.getLogger(LogKeeper.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration ROUND = Duration.ofMinutes(1);
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Link link;
    private final List<StreamDeclaration> declarations;
    private final Next next;
    private final Semaphore arrivals = new Semaphore(0);
    private final Thread thread = new Thread(this::keep, "log-keeper");
    private volatile boolean closing;
    private volatile Optional<String> obstacle = Optional.of("not tried yet");

    LogKeeper(Link link, List<StreamDeclaration> declarations, Next next) {
        this.link = link;
        this.declarations = declarations;
        this.next = next;
        thread.setDaemon(true);
    }

    void start() {
        link.listen((event, connection) -> {
            if (event != LinkEvent.DISCONNECTED) {
                arrivals.release();
            }
        });
        thread.start();
    }

    /** Why the streams are not as declared; empty: they are. */
    Optional<String> obstacle() {
        return obstacle;
    }

    @Override
    public void close() {
        closing = true;
        arrivals.release();
        try {
            // An interrupt within a read would close the database's file under everybody, so there is time to finish.
            thread.join(GRACE.toMillis());
            thread.interrupt();
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void keep() {
        try {
            while (!closing) {
                // Also now and then without an arrival: somebody may have deleted a consumer.
                if (arrivals.tryAcquire(ROUND.toSeconds(), TimeUnit.SECONDS)) {
                    arrivals.drainPermits();
                }
                while (!closing && !declared()) {
                    TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("closed");
        }
    }

    private boolean declared() throws InterruptedException {
        try {
            Optional<Connection> connection = link.connection();
            if (connection.isEmpty()) {
                return false;
            }
            DeclaredStreams.ensure(connection.get(), declarations).forEach(LogKeeper::tell);
            next.declared();
            obstacle = Optional.empty();
            return true;
        } catch (InterruptedException e) {
            throw e;
        } catch (ForeignStream | JetStreamApiException | IOException e) {
            failed(e.getMessage());
        } catch (Exception e) {
            LOG.error("the log can't be prepared", e);
            failed(e.toString());
        }
        return false;
    }

    private void failed(String why) {
        if (!obstacle.equals(Optional.of(why))) {
            LOG.warn("the streams are not as declared: {}", why);
        }
        obstacle = Optional.of(why);
    }

    private static void tell(Report report) {
        if (report.action() != Action.NOTHING) {
            LOG.info("stream {}: {} {}", report.stream(), report.action(), report.mended());
        }
        if (!report.unheeded().isEmpty()) {
            LOG.warn("stream {}: the broker does not take {}", report.stream(), report.unheeded());
        }
    }
}
