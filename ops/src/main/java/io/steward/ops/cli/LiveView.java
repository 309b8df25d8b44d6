package io.steward.ops.cli;

import io.steward.ops.cli.EventStream.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Shows a list on the whole screen until somebody quits. A thread of its own follows the fleet, so that keys are answered
 * also while the controller is not. Without the controller the last picture stays, and the head says so.
 */
final class LiveView {
    private static final Duration KEYS = Duration.ofMillis(100);
    /** A clock and ages go on also when nothing happens. */
    private static final Duration CLOCK = Duration.ofSeconds(1);
    /** A burst of changes is asked for once. */
    private static final Duration GATHER = Duration.ofMillis(150);

    private final LiveList list;
    private final EventStream stream;
    private final Terminal terminal;
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
    private final AtomicInteger pictures = new AtomicInteger();
    private volatile boolean answered = true;
    private int offset;

    LiveView(LiveList list, EventStream stream, Terminal terminal) {
        this.list = list;
        this.stream = stream;
        this.terminal = terminal;
    }

    /** Returns when somebody quits. */
    void show() {
        list.refresh(Instant.now());
        Thread follower = new Thread(this::follow, "follow");
        follower.setDaemon(true);
        follower.start();
        try (Screen screen = Screen.take()) {
            watch(screen);
        } finally {
            follower.interrupt();
        }
        RuntimeException thrown = failure.get();
        if (thrown != null) {
            throw thrown;
        }
    }

    private void watch(Screen screen) {
        int drawn = -1;
        Instant due = Instant.EPOCH;
        boolean live = true;
        for (Screen.Key key = Screen.Key.NONE;
                key != Screen.Key.QUIT && failure.get() == null;
                key = screen.key(KEYS)) {
            boolean liveNow = stream.live() && answered;
            boolean changed = screen.resized() || key != Screen.Key.NONE || pictures.get() != drawn || liveNow != live;
            Instant now = Instant.now();
            if (changed || !now.isBefore(due)) {
                drawn = pictures.get();
                live = liveNow;
                due = now.plus(CLOCK);
                draw(screen, key, live, now);
            }
        }
    }

    private void draw(Screen screen, Screen.Key key, boolean live, Instant now) {
        LiveList.Picture picture = list.picture();
        LiveFrame frame = new LiveFrame(terminal, screen.width(), screen.height(), 0, live, now);
        offset = frame.reachable(
                moved(key, frame.page(), picture.rows().size()), picture.rows().size());
        screen.draw(new LiveFrame(terminal, frame.width(), frame.height(), offset, live, now).lines(list, picture));
    }

    private int moved(Screen.Key key, int page, int rows) {
        return switch (key) {
            case UP -> offset - 1;
            case DOWN -> offset + 1;
            case PAGE_UP -> offset - page;
            case PAGE_DOWN -> offset + page;
            case HOME -> 0;
            case END -> rows;
            case QUIT, OTHER, NONE -> offset;
        };
    }

    private void follow() {
        try {
            while (true) {
                Optional<Change> change = stream.next(CLOCK);
                Instant until = Instant.now().plus(GATHER);
                while (change.isPresent()) {
                    list.take(change.get());
                    Duration left = Duration.between(Instant.now(), until);
                    change = left.isNegative() ? Optional.empty() : stream.next(left);
                }
                refresh();
            }
        } catch (InterruptedException e) {
            // Somebody quit.
        } catch (RuntimeException e) {
            failure.set(e);
        }
    }

    private void refresh() {
        try {
            list.refresh(Instant.now());
            answered = true;
        } catch (Trouble e) {
            if (e.exitCode() != Trouble.UNREACHABLE) {
                throw e;
            }
            // The controller is away: what it told last stands, and it is asked again.
            list.take(new Change(EventStream.RECONNECTED, java.util.Map.of()));
            answered = false;
        }
        pictures.incrementAndGet();
    }
}
