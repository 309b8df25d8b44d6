package io.steward.agent.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.agent.journal.Entry;
import io.steward.model.command.CommandId;
import io.steward.model.subject.ProcessName;
import io.steward.model.subject.Subject;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

/** Threads are tasks that the test runs when it likes. */
class ProcessQueueTest {
    private static final Instant NINE = Instant.parse("2026-11-22T09:00:00Z");

    private final Deque<Runnable> threads = new ArrayDeque<>();
    private final List<Long> begun = new ArrayList<>();
    private final AtomicInteger idle = new AtomicInteger();
    private final AtomicBoolean mayBegin = new AtomicBoolean(true);

    private ProcessQueue queue(int width) {
        return queue(() -> width);
    }

    private ProcessQueue queue(IntSupplier width) {
        return new ProcessQueue(
                new ProcessName("record", "log"),
                threads::add,
                held -> begun.add(held.place()),
                process -> idle.incrementAndGet(),
                mayBegin::get,
                width);
    }

    private static Held held(long place) {
        return new Held(Entry.delivered(
                CommandId.from(NINE, place, place),
                Subject.parse("ship1.command.record.log"),
                new byte[0],
                "COMMANDS",
                place,
                NINE));
    }

    private static void add(ProcessQueue queue, int commands) {
        for (int i = 1; i <= commands; i++) {
            queue.add(held(i));
            queue.go();
        }
    }

    private void runAll() {
        while (!threads.isEmpty()) {
            threads.remove().run();
        }
    }

    @Test
    void alone_a_queue_takes_one_thread_however_many_wait() {
        add(queue(1), 9);
        assertThat(threads).hasSize(1);
        runAll();
        assertThat(begun).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
        assertThat(idle).hasValue(1);
    }

    @Test
    void a_wide_queue_takes_as_many_as_there_is_work_for_and_no_more_than_its_width() {
        ProcessQueue queue = queue(4);
        add(queue, 2);
        assertThat(threads).hasSize(2);
        add(queue(4), 9);
        assertThat(threads).hasSize(2 + 4);
        runAll();
        assertThat(idle).hasValue(2);
    }

    @Test
    void a_wide_queue_goes_on_after_it_was_held_back() {
        ProcessQueue queue = queue(4);
        mayBegin.set(false);
        add(queue, 5);
        runAll();
        assertThat(begun).isEmpty();
        mayBegin.set(true);
        queue.go();
        assertThat(threads).hasSize(4);
        runAll();
        assertThat(begun).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void a_backlog_takes_its_place_behind_other_processes_after_each_command() {
        add(queue(2), 9);
        threads.add(() -> begun.add(100L));
        runAll();
        assertThat(begun).startsWith(1L, 2L, 100L).hasSize(10);
    }

    @Test
    void another_width_counts_for_what_waits_already() {
        AtomicInteger width = new AtomicInteger(3);
        add(queue(width::get), 9);
        assertThat(threads).hasSize(3);
        width.set(1);
        threads.remove().run();
        threads.remove().run();
        assertThat(threads).hasSize(1);
        width.set(4);
        threads.remove().run();
        assertThat(threads).hasSize(4);
    }
}
