package io.steward.ops.simulation;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/** Virtual time, chance from one seed, and what is to happen when. One thread; strands borrow it one at a time. */
final class World implements InstantSource {
    private static final Instant BEGINNING = Instant.parse("2026-11-22T09:00:00Z");
    private static final int REMEMBERED = 400;

    private record Happening(long at, long number, Runnable what) implements Comparable<Happening> {
        @Override
        public int compareTo(Happening other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    final SplittableRandom random;
    final Strands strands;
    private final PriorityQueue<Happening> happenings = new PriorityQueue<>();
    private final Deque<String> history = new ArrayDeque<>();
    private long now;
    private long numbers;
    long steps;

    World(long seed, Strands strands) {
        this.random = new SplittableRandom(seed);
        this.strands = strands;
    }

    /** Milliseconds since the beginning. */
    long now() {
        return now;
    }

    /** The true time, which is the broker's and the controller's. */
    @Override
    public Instant instant() {
        return BEGINNING.plusMillis(now);
    }

    void in(long millis, Runnable what) {
        happenings.add(new Happening(now + Math.max(0, millis), numbers++, what));
    }

    /** Some time from the first, included, to the second. */
    long between(long least, long most) {
        return random.nextLong(least, most + 1);
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    void note(String what) {
        history.addLast(now + " ms: " + what);
        if (history.size() > REMEMBERED) {
            history.removeFirst();
        }
    }

    String history() {
        return String.join("\n", history);
    }

    /** Lets things happen until then, or until it is enough. */
    void run(long until, BooleanSupplier enough) {
        while (!happenings.isEmpty() && happenings.peek().at() <= until && !enough.getAsBoolean()) {
            Happening next = happenings.remove();
            now = next.at();
            steps++;
            next.what().run();
        }
    }
}
