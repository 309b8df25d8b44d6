package io.steward.controller.intake;

import io.javalin.http.Context;
import io.steward.controller.projection.ChangeFeed;
import io.steward.controller.projection.Cursor;
import io.steward.controller.projection.FoldedPositions;
import io.steward.controller.projection.StateChange;
import io.steward.controller.read.StateReader;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Server-sent events of state changes, resumable by {@code Last-Event-ID}.
 *
 * <p>Any thread may join a listener. One thread feeds all of them and never waits for any; two more tell those who come
 * back what they missed. A listener that doesn't keep up is dropped and may resume. Nothing is kept here: what was missed
 * comes from the state database.
 */
final class LiveStream implements AutoCloseable {
    /** More listeners are refused. */
    static final int MOST_LISTENERS = 500;

    private static final Logger LOG = LoggerFactory.getLogger(LiveStream.class);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final int PAGE = 500;

    private final ChangeFeed feed;
    private final FoldedPositions folded;
    private final StateReader state;
    private final long heartbeatNanos;
    private final int mostOfOne;
    private final Set<Watcher> watchers = ConcurrentHashMap.newKeySet();
    private final ExecutorService replays = Executors.newFixedThreadPool(2, task -> daemon(task, "stream-replay"));
    private final Thread feeder = daemon(this::feed, "stream-feed");
    private volatile boolean closing;

    LiveStream(ChangeFeed feed, FoldedPositions folded, StateReader state, Duration heartbeat, int mostOfOne) {
        this.feed = feed;
        this.folded = folded;
        this.state = state;
        this.heartbeatNanos = heartbeat.toNanos();
        this.mostOfOne = mostOfOne;
    }

    void start() {
        feeder.start();
    }

    List<Route> routes() {
        return List.of(Route.get("/api/v1/stream", this::join));
    }

    private void join(Call call) throws IOException {
        StreamFilter filter = StreamFilter.of(call.params("types", "node", "command"));
        Optional<String> last = call.header("Last-Event-ID").filter(text -> !text.isBlank());
        Cursor from = last.map(LiveStream::cursor).orElseGet(folded::cursor);
        if (watchers.size() >= MOST_LISTENERS || closing) {
            throw new Refusal(new Problem(
                    503,
                    "too-many-listeners",
                    "Nobody else can listen now",
                    "at most " + MOST_LISTENERS + " may listen at once; try again later"));
        }
        String who = call.caller().name();
        if (watchers.stream().filter(watcher -> watcher.who().equals(who)).count() >= mostOfOne) {
            throw new Refusal(new Problem(
                    429,
                    "too-many-streams",
                    "Too many live streams",
                    "\"" + who + "\" listens " + mostOfOne + " times already: close one, or raise http.streams"));
        }
        begin(call.context(), who, filter, from);
    }

    private void begin(Context context, String who, StreamFilter filter, Cursor from) throws IOException {
        HttpServletResponse response = context.res();
        response.setStatus(200);
        response.setContentType("text/event-stream;charset=utf-8");
        response.setHeader("X-Accel-Buffering", "no");
        AsyncContext async = context.req().startAsync();
        async.setTimeout(0);
        StreamClient client = new StreamClient(async, response.getOutputStream(), this::gone);
        Watcher watcher = new Watcher(client, who, filter, from);
        watchers.add(watcher);
        client.begin();
        // Tells the server that the response goes on after this method. Never done: what the server does then fails
        // over
        // and over if the response has gone with its connection. The client ends it.
        context.future(CompletableFuture::new);
        watcher.hello();
        replays.execute(() -> replay(watcher));
    }

    private void gone(StreamClient client) {
        watchers.removeIf(watcher -> watcher.client() == client);
    }

    private void replay(Watcher watcher) {
        try {
            List<StateChange> missed;
            do {
                missed = state.changesAfter(watcher.seen(), PAGE);
                for (StateChange change : missed) {
                    awaitRoom(watcher.client());
                    watcher.replay(change);
                }
            } while (missed.size() >= PAGE && !watcher.client().closed());
            watcher.live();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            watcher.client().close();
        } catch (RuntimeException e) {
            LOG.warn("a listener can't be told what it missed", e);
            watcher.client().close();
        }
    }

    private static void awaitRoom(StreamClient client) throws InterruptedException {
        for (int i = 0; i < 600 && !client.roomy() && !client.closed(); i++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        if (!client.roomy()) {
            client.close();
        }
    }

    private void feed() {
        while (!closing) {
            try (ChangeFeed.Watch watch = feed.watch()) {
                feed(watch);
            } catch (InterruptedException e) {
                return;
            }
            // Those who listen lost something: they come back and hear it.
            watchers.forEach(watcher -> watcher.client().close());
        }
    }

    private void feed(ChangeFeed.Watch watch) throws InterruptedException {
        long beaten = System.nanoTime();
        while (!closing) {
            Cursor reached = folded.cursor();
            Optional<StateChange> change = watch.next(TICK);
            change.ifPresent(news -> watchers.forEach(watcher -> watcher.happened(news)));
            if (change.isEmpty() && watch.dropped()) {
                return;
            }
            if (change.isEmpty() && System.nanoTime() - beaten >= heartbeatNanos) {
                beaten = System.nanoTime();
                watchers.forEach(watcher -> watcher.alive(reached));
            }
        }
    }

    @Override
    public void close() {
        closing = true;
        feeder.interrupt();
        // Not interrupted: an interrupt within a read would close the database's file under everybody.
        replays.shutdown();
        watchers.forEach(watcher -> watcher.client().close());
    }

    private static Cursor cursor(String text) {
        try {
            return Cursor.parse(text);
        } catch (IllegalArgumentException e) {
            throw new Refusal(Problem.badField("Last-Event-ID", "header \"Last-Event-ID\": " + e.getMessage()));
        }
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
