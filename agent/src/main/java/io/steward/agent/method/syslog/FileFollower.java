package io.steward.agent.method.syslog;

import io.steward.agent.method.syslog.Places.Found;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows files by name through rotation by rename and by copy-and-truncate, also through rotations that happened while
 * no agent was running. A file is told from its beginning when it is first seen.
 *
 * <p>A thread of its own does all of it, four times a second. Positions are saved after the events were taken; what was
 * told after the last save is told again after a crash, under the same message ids.
 */
final class FileFollower implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(FileFollower.class);
    private static final String STORE = "positions";
    private static final long ROUND_MILLIS = 250;
    private static final long ROUNDS_UNTIL_FORGET = 240;
    /** How long after its last growth a file that was renamed may still be written by somebody who holds it open. */
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final List<String> patterns;
    private final Positions store;
    private final Reports reports;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Map<String, LogFile> open = new LinkedHashMap<>();
    private final Map<String, Position> known = new LinkedHashMap<>();
    private final Map<String, Long> leftAt = new LinkedHashMap<>();
    private final Map<String, String> problems = new TreeMap<>();
    private long rounds;
    private volatile List<Position> told = List.of();
    private volatile Map<String, String> shownProblems = Map.of();

    FileFollower(List<String> patterns, Positions store, Reports reports) {
        this.patterns = patterns;
        this.store = store;
        this.reports = reports;
    }

    /** Any thread may ask. */
    List<Position> positions() {
        return told;
    }

    /** Files that can't be read, and why. Any thread may ask. */
    Map<String, String> problems() {
        return shownProblems;
    }

    void close() {
        closing.countDown();
    }

    @Override
    public void run() {
        boolean loaded = false;
        long pause = 0;
        while (!closed(pause)) {
            pause = ROUND_MILLIS;
            try {
                if (!loaded) {
                    store.load().forEach(position -> known.put(position.key(), position));
                    loaded = true;
                }
                pause = round() ? 0 : ROUND_MILLIS;
                note(STORE, null);
            } catch (IOException | UncheckedIOException e) {
                note(STORE, e);
            }
        }
        open.values().forEach(this::close);
    }

    private boolean closed(long millis) {
        try {
            return closing.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Looks for files, tells what is new in them, saves how far that was. Whether there is more at once. */
    private boolean round() throws IOException {
        Map<String, Found> present = new LinkedHashMap<>();
        for (String pattern : patterns) {
            for (Found found : Places.matching(pattern)) {
                if (present.putIfAbsent(found.key(), found) == null) {
                    guarded(found.path().toString(), () -> meet(found));
                }
            }
        }
        for (Position position : List.copyOf(known.values())) {
            if (!present.containsKey(position.key()) && !position.done()) {
                guarded(position.name().toString(), () -> lookFor(position));
            }
        }
        boolean any = tellLeft(present.keySet());
        any |= tellPresent(present.values());
        if (rounds++ % ROUNDS_UNTIL_FORGET == 0) {
            forget(present.keySet());
        }
        if (any || !told.equals(List.copyOf(known.values()))) {
            store.save(known.values());
            told = List.copyOf(known.values());
        }
        shownProblems = Map.copyOf(problems);
        return any;
    }

    /** A file that one of the patterns names. */
    private void meet(Found found) throws IOException {
        Position position = known.get(found.key());
        if (position == null) {
            known.put(found.key(), unseen(found, found.path()));
        } else if (position.done() && !sameBeginning(found, position)) {
            known.put(found.key(), position.anew(found.path()));
        } else if (position.done() && found.path().equals(position.name())) {
            known.put(found.key(), position.resumed());
        }
        if (!known.get(found.key()).done() && !open.containsKey(found.key())) {
            openAt(found);
        }
    }

    /** The beginning of it; or nothing of it, if it is a copy of one that we follow. */
    private Position unseen(Found found, Path name) throws IOException {
        for (Position other : known.values()) {
            if (Places.rotatedFrom(other.name(), found.path())
                    && other.head().length() > 0
                    && sameBeginning(found, other)) {
                return Position.start(found.key(), other.name())
                        .at(found.size(), other.head())
                        .finished();
            }
        }
        return Position.start(found.key(), name);
    }

    private boolean sameBeginning(Found found, Position position) throws IOException {
        try (LogFile file = LogFile.open(found.path(), position, reports)) {
            return file.beginsWith(position.head());
        }
    }

    private void openAt(Found found) throws IOException {
        LogFile file = LogFile.open(found.path(), known.get(found.key()), reports);
        // Between the look-up and the opening somebody may have put another file there.
        boolean same = Places.at(found.path())
                .map(Found::key)
                .filter(found.key()::equals)
                .isPresent();
        if (same) {
            open.put(found.key(), file);
        } else {
            file.close();
        }
    }

    /** A file that has left its name: rotated away, now or while no agent was running. */
    private void lookFor(Position position) throws IOException {
        if (leftAt.containsKey(position.key()) || !configured(position.name())) {
            return;
        }
        List<Found> rotated = Places.rotated(position.name());
        for (Found found : rotated) {
            if (found.key().equals(position.key()) && !open.containsKey(found.key())) {
                openAt(found);
            }
        }
        if (!open.containsKey(position.key())) {
            known.put(position.key(), position.finished());
            LOG.warn(
                    "{} was rotated away and is gone; what came after byte {} is lost",
                    position.name(),
                    position.offset());
            return;
        }
        leftAt.put(position.key(), System.nanoTime());
        meetMissed(position, rotated);
    }

    private boolean configured(Path name) {
        return patterns.stream().anyMatch(pattern -> Places.matches(pattern, name));
    }

    /** Files that came and were rotated away between two looks. */
    private void meetMissed(Position left, List<Found> rotated) throws IOException {
        boolean after = false;
        for (Found found : rotated) {
            if (after && !known.containsKey(found.key())) {
                known.put(found.key(), unseen(found, left.name()));
                if (!known.get(found.key()).done()) {
                    openAt(found);
                    leftAt.put(found.key(), System.nanoTime());
                }
            }
            after |= found.key().equals(left.key());
        }
    }

    private boolean tellLeft(Set<String> present) {
        boolean any = false;
        for (Map.Entry<String, LogFile> entry : List.copyOf(open.entrySet())) {
            if (!present.contains(entry.getKey())) {
                any |= guarded(entry.getValue().position().name().toString(), () -> tellLeft(entry.getKey()));
            }
        }
        return any;
    }

    private boolean tellLeft(String key) throws IOException {
        LogFile file = open.get(key);
        boolean any = file.advance(false);
        long now = System.nanoTime();
        if (any) {
            leftAt.put(key, now);
        } else if (now - leftAt.getOrDefault(key, now) > LINGER_NANOS) {
            any = file.advance(true);
            file.finish();
            file.close();
            open.remove(key);
            leftAt.remove(key);
        }
        known.put(key, file.position());
        return any;
    }

    private boolean tellPresent(Collection<Found> present) {
        boolean any = false;
        for (Found found : present) {
            LogFile file = open.get(found.key());
            if (file != null && closing.getCount() > 0 && !file.unchangedSince(found)) {
                any |= guarded(file.position().name().toString(), () -> tellPresent(file, found));
            }
            leftAt.remove(found.key());
        }
        return any;
    }

    private boolean tellPresent(LogFile file, Found found) throws IOException {
        boolean any = false;
        if (file.replaced()) {
            any = tellRestOfCopy(file.position());
            file.restart();
        }
        any |= file.advance(false);
        known.put(found.key(), file.position());
        if (!any) {
            file.readOut(found);
        }
        return any;
    }

    /** Before a file was truncated it was copied; what was added between our last look and the copy is there only. */
    private boolean tellRestOfCopy(Position position) throws IOException {
        List<Found> rotated = Places.rotated(position.name());
        for (Found found : rotated) {
            if (position.head().length() > 0 && !found.key().equals(position.key()) && sameBeginning(found, position)) {
                try (LogFile copy = LogFile.open(found.path(), position, reports)) {
                    boolean any = false;
                    while (copy.size() > copy.position().offset() && copy.advance(true)) {
                        any = true;
                    }
                    Position told = Position.start(found.key(), position.name());
                    known.put(found.key(), told.at(copy.size(), position.head()).finished());
                    meetMissed(told, rotated);
                    return any;
                }
            }
        }
        return false;
    }

    /** What is done stays known as long as it lies where it could be taken for new, or may come back under its name. */
    private void forget(Set<String> present) {
        for (Position position : List.copyOf(known.values())) {
            if (position.done() && !present.contains(position.key())) {
                boolean replaced = Places.at(position.name()).isPresent();
                boolean here = Places.rotated(position.name()).stream()
                        .anyMatch(found -> found.key().equals(position.key()));
                if (replaced && !here) {
                    known.remove(position.key());
                }
            }
        }
    }

    /** Something with one file that may fail without harm to the others. */
    private interface Step {
        void take() throws IOException;
    }

    private interface Telling {
        boolean tell() throws IOException;
    }

    private void guarded(String file, Step step) {
        guarded(file, (Telling) () -> {
            step.take();
            return false;
        });
    }

    private boolean guarded(String file, Telling telling) {
        try {
            boolean any = telling.tell();
            note(file, null);
            return any;
        } catch (IOException | UncheckedIOException e) {
            note(file, e);
            return false;
        }
    }

    private void note(String file, @Nullable Exception problem) {
        if (problem == null) {
            problems.remove(file);
        } else if (problems.put(file, problem.toString()) == null) {
            LOG.warn("{} can't be followed: {}", file, problem.toString());
        }
    }

    private void close(LogFile file) {
        try {
            file.close();
        } catch (IOException e) {
            LOG.debug("closing {}: {}", file.position().name(), e.toString());
        }
    }
}
