package io.steward.agent.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.steward.agent.turn.Turns.Rounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What both kinds of turns keep. */
class TurnsTest {
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
    private final List<Rounds> begun = new ArrayList<>();

    @AfterEach
    void close_all() {
        begun.forEach(Rounds::close);
        threads.shutdownNow();
        timer.shutdownNow();
    }

    private Rounds begin(boolean shared, Turn turn) {
        Turns turns = shared ? new SharedTurns(threads, timer) : new ThreadTurns();
        Rounds rounds = turns.begin("part", turn);
        begun.add(rounds);
        return rounds;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void there_is_a_turn_behind_each_ring_and_never_two_at_once(boolean shared) {
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger seen = new AtomicInteger();
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger together = new AtomicInteger();
        Rounds rounds = begin(shared, () -> {
            together.accumulateAndGet(inside.incrementAndGet(), Math::max);
            seen.set(asked.get());
            inside.decrementAndGet();
            return Turn.NEVER;
        });
        for (int i = 0; i < 10_000; i++) {
            asked.incrementAndGet();
            rounds.ring();
        }
        await().untilAsserted(() -> assertThat(seen).hasValue(10_000));
        assertThat(together).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_turn_comes_when_its_time_has_come_although_nobody_rings(boolean shared) {
        AtomicInteger turns = new AtomicInteger();
        begin(shared, () -> {
            turns.incrementAndGet();
            return Duration.ofMillis(1);
        });
        await().untilAsserted(() -> assertThat(turns).hasValueGreaterThan(5));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_sooner_time_counts_although_a_later_one_was_named_before(boolean shared) {
        AtomicInteger turns = new AtomicInteger();
        Rounds rounds = begin(shared, () -> turns.incrementAndGet() == 1 ? Turn.NEVER : Duration.ofMillis(1));
        await().untilAsserted(() -> assertThat(turns).hasValue(1));
        rounds.ring();
        await().untilAsserted(() -> assertThat(turns).hasValueGreaterThan(3));
    }

    @Test
    void one_that_is_closed_has_no_further_turn() {
        Semaphore turns = new Semaphore(0);
        Rounds rounds = begin(true, () -> {
            turns.release();
            return Turn.NEVER;
        });
        await().until(() -> turns.tryAcquire());
        rounds.close();
        rounds.ring();
        begin(true, () -> Turn.NEVER);
        assertThat(turns.availablePermits()).isZero();
    }
}
