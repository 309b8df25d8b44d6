package io.steward.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.steward.model.command.Ack;
import io.steward.model.command.CommandId;
import io.steward.model.command.Output;
import io.steward.model.command.Status;
import io.steward.model.subject.ProcessName;
import io.steward.model.subject.Subject;
import io.steward.model.wire.Codec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every journal keeps. */
abstract class JournalContract {
    static final Instant NINE = Instant.parse("2026-11-22T09:00:00Z");
    static final JournalLimits SMALL = new JournalLimits(Duration.ofDays(1), 3, 5, 3, 1000, 0);

    private Journal journal;

    abstract Journal opened(JournalLimits limits);

    @BeforeEach
    void open_it() {
        journal = opened(SMALL);
    }

    @AfterEach
    void close_it() {
        journal.close();
    }

    static CommandId id(int n) {
        return CommandId.from(NINE, n, n);
    }

    static Entry entry(int n) {
        return Entry.delivered(
                id(n),
                Subject.parse("ship1.command.record.log"),
                ("command " + n).getBytes(StandardCharsets.UTF_8),
                "COMMANDS",
                n,
                NINE);
    }

    static Ack ack(int n, Status status) {
        return new Ack(
                id(n),
                status,
                NINE,
                Optional.of(NINE),
                Optional.empty(),
                1,
                Optional.of(0),
                Output.NONE,
                Optional.empty());
    }

    private void deliver(int... numbers) {
        for (int n : numbers) {
            journal.append(List.of(new Change.Delivered(entry(n))));
        }
    }

    private void end(int n) {
        journal.append(List.of(new Change.Started(id(n), 1, "boot", NINE), new Change.Ended(ack(n, Status.SUCCEEDED))));
    }

    private List<String> owed() {
        return journal.owed(Lane.ACKS, -1, 100).stream()
                .map(owed -> owed.message().messageId())
                .toList();
    }

    private void tellAll() {
        journal.told(
                Lane.ACKS,
                journal.owed(Lane.ACKS, -1, 100).stream().map(Owed::number).toList());
    }

    @Test
    void a_delivered_command_is_known_and_its_ack_is_owed() {
        deliver(1);
        Entry known = journal.entry(id(1)).orElseThrow();
        assertThat(known.status()).isEqualTo(Status.DELIVERED);
        assertThat(known.command()).isEqualTo(entry(1).command());
        assertThat(known.streamSeq()).isEqualTo(1);
        assertThat(known.deliveredAt()).isEqualTo(NINE);
        assertThat(owed()).containsExactly(id(1) + ".DELIVERED.0");
        assertThat(journal.openCount()).isEqualTo(1);
    }

    @Test
    void every_step_is_kept_and_owed_in_order() throws Exception {
        deliver(1);
        end(1);
        Entry known = journal.entry(id(1)).orElseThrow();
        assertThat(known.status()).isEqualTo(Status.SUCCEEDED);
        assertThat(known.bootId()).isEqualTo("boot");
        assertThat(known.startedAt()).contains(NINE);
        assertThat(owed()).containsExactly(id(1) + ".DELIVERED.0", id(1) + ".STARTED.1", id(1) + ".SUCCEEDED.1");
        Owed last = journal.owed(Lane.ACKS, -1, 100).get(2);
        assertThat(last.ends()).contains(id(1));
        assertThat(Codec.decodeAck(last.message().json()).status()).isEqualTo(Status.SUCCEEDED);
        assertThat(journal.openCount()).isZero();
        assertThat(journal.open()).isEmpty();
    }

    @Test
    void a_step_that_the_lifecycle_forbids_changes_nothing() {
        deliver(1);
        end(1);
        List<Change> changes = List.of(new Change.Delivered(entry(2)), new Change.Ended(ack(1, Status.FAILED)));
        assertThatThrownBy(() -> journal.append(changes))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("SUCCEEDED");
        assertThat(journal.entry(id(2))).isEmpty();
        assertThat(owed()).hasSize(3);
    }

    @Test
    void a_command_is_taken_once() {
        deliver(1);
        assertThatThrownBy(() -> deliver(1)).hasMessageContaining("known already");
        assertThat(owed()).hasSize(1);
    }

    @Test
    void what_the_log_has_stored_is_owed_no_more_but_still_known() {
        deliver(1);
        end(1);
        tellAll();
        assertThat(owed()).isEmpty();
        assertThat(journal.entry(id(1)).orElseThrow().command()).isEmpty();
        assertThat(journal.size()).isEqualTo(1);
    }

    @Test
    void no_more_ended_commands_stay_known_than_allowed_and_the_oldest_go_first() {
        for (int n = 1; n <= 5; n++) {
            deliver(n);
            end(n);
            tellAll();
        }
        deliver(6);
        assertThat(journal.entry(id(1))).isEmpty();
        assertThat(journal.entry(id(2))).isEmpty();
        assertThat(journal.entry(id(3))).isPresent();
        assertThat(journal.size()).isEqualTo(4);
    }

    @Test
    void sweeping_forgets_what_the_log_stored_long_ago_and_never_what_it_has_not() {
        deliver(1, 2);
        end(1);
        tellAll();
        end(2);
        journal.append(List.of(new Change.Swept(NINE)));
        assertThat(journal.entry(id(1))).isPresent();
        journal.append(List.of(new Change.Swept(NINE.plusSeconds(1))));
        assertThat(journal.entry(id(1))).isEmpty();
        assertThat(journal.entry(id(2))).isPresent();
    }

    @Test
    void the_greatest_vouched_id_that_was_forgotten_is_remembered_and_no_other() {
        deliver(1, 2, 3);
        journal.append(List.of(new Change.Vouched(id(1)), new Change.Vouched(id(3))));
        end(1);
        end(2);
        tellAll();
        assertThat(journal.forgottenTo()).isEmpty();
        journal.append(List.of(new Change.Swept(NINE.plusSeconds(1))));
        assertThat(journal.size()).isEqualTo(1);
        assertThat(journal.forgottenTo()).contains(id(1));
        assertThat(journal.entry(id(3)).orElseThrow().vouched()).isTrue();
    }

    @Test
    void after_time_away_only_the_end_of_a_command_is_told() {
        deliver(1, 2);
        end(1);
        journal.append(List.of(new Change.Pruned()));
        assertThat(owed()).containsExactly(id(2) + ".DELIVERED.0", id(1) + ".SUCCEEDED.1");
    }

    @Test
    void a_repeated_start_of_the_same_attempt_is_told_once() {
        deliver(1);
        journal.append(List.of(new Change.Started(id(1), 1, "boot", NINE)));
        journal.append(List.of(new Change.Started(id(1), 1, "boot2", NINE)));
        assertThat(journal.entry(id(1)).orElseThrow().bootId()).isEqualTo("boot2");
        assertThat(owed()).containsExactly(id(1) + ".DELIVERED.0", id(1) + ".STARTED.1");
    }

    @Test
    void commands_beyond_the_room_are_refused_whole_and_ends_are_still_taken() {
        deliver(1, 2, 3, 4);
        List<Change> two = List.of(new Change.Delivered(entry(5)), new Change.Delivered(entry(6)));
        assertThatThrownBy(() -> journal.append(two))
                .isInstanceOfSatisfying(
                        JournalFull.class,
                        full -> assertThat(full.shortage()).isEqualTo(JournalFull.Shortage.OPEN_COMMANDS));
        assertThat(journal.entry(id(5))).isEmpty();
        end(1);
        journal.append(two);
        assertThat(journal.entry(id(6))).isPresent();
    }

    @Test
    void events_beyond_the_room_are_dropped_and_counted_but_the_agents_own_are_taken() {
        Subject subject = Subject.parse("ship1.event.log.line");
        for (int n = 0; n < 3; n++) {
            assertThat(journal.report(new Outgoing(subject, "e" + n, new byte[10], false)))
                    .isTrue();
        }
        assertThat(journal.report(new Outgoing(subject, "e3", new byte[10], false)))
                .isFalse();
        assertThat(journal.report(new Outgoing(subject, "hello", new byte[10], true)))
                .isTrue();
        assertThat(journal.dropped()).isEqualTo(1);
        assertThat(journal.owing(Lane.EVENTS)).isEqualTo(4);
        journal.told(
                Lane.EVENTS, List.of(journal.owed(Lane.EVENTS, -1, 1).get(0).number()));
        assertThat(journal.owed(Lane.EVENTS, -1, 10))
                .extracting(owed -> owed.message().messageId())
                .containsExactly("e1", "e2", "hello");
    }

    @Test
    void reception_cancel_and_processes_are_remembered() {
        deliver(1);
        ProcessName dpkg = new ProcessName("syslogforwarding", "dpkg");
        journal.append(List.of(
                new Change.Received(new Reception(7, 6, 2, 5, 1_795_338_000_000L)),
                new Change.CancelAsked(id(1)),
                new Change.Settled(dpkg, Optional.of("{}"))));
        assertThat(journal.reception()).isEqualTo(new Reception(7, 6, 2, 5, 1_795_338_000_000L));
        assertThat(journal.entry(id(1)).orElseThrow().cancelAsked()).isTrue();
        assertThat(journal.processes()).isEqualTo(Map.of(dpkg, Optional.of("{}")));
        journal.append(List.of(new Change.Settled(dpkg, Optional.empty())));
        assertThat(journal.processes()).isEqualTo(Map.of(dpkg, Optional.empty()));
    }

    @Test
    void open_commands_come_in_the_order_of_the_stream() {
        deliver(3, 1, 2);
        end(2);
        assertThat(journal.open()).extracting(Entry::streamSeq).containsExactly(1L, 3L);
    }

    @Test
    void every_ack_names_the_journal_and_the_place_of_its_command_in_it() throws Exception {
        deliver(7, 9);
        end(9);
        List<String> told = new java.util.ArrayList<>();
        for (Owed owed : journal.owed(Lane.ACKS, -1, 100)) {
            Ack ack = Codec.decodeAck(owed.message().json());
            told.add(ack.status() + " " + ack.journaled().orElseThrow().number().orElseThrow());
            assertThat(ack.journaled().orElseThrow().journal()).isEqualTo(journal.id());
        }
        assertThat(told).containsExactly("DELIVERED 1", "DELIVERED 2", "STARTED 2", "SUCCEEDED 2");
    }

    @Test
    void what_the_log_lost_is_owed_again_word_for_word() {
        deliver(1, 2);
        end(1);
        byte[] end = journal.owed(Lane.ACKS, -1, 100).get(3).message().json();
        tellAll();
        assertThat(journal.owesAgain(NINE)).isEqualTo(2);
        assertThat(owed()).containsExactly(id(2) + ".DELIVERED.0", id(1) + ".SUCCEEDED.1");
        assertThat(journal.owed(Lane.ACKS, -1, 100).get(1).message().json()).isEqualTo(end);
        tellAll();
        assertThat(journal.owesAgain(NINE.plusSeconds(1))).isEqualTo(1);
        tellAll();
        assertThat(journal.owesAgain(NINE)).isEqualTo(2);
    }

    @Test
    void kept_acks_make_way_for_younger_ones_and_their_commands_stay_known() {
        journal.close();
        journal = opened(new JournalLimits(Duration.ofDays(1), 10, 5, 3, 1000, 0, 900));
        for (int n = 1; n <= 3; n++) {
            deliver(n);
            end(n);
            tellAll();
        }
        assertThat(journal.entry(id(1))).isPresent();
        assertThat(journal.owesAgain(NINE)).isBetween(1, 2);
        assertThat(owed()).contains(id(3) + ".SUCCEEDED.1").doesNotContain(id(1) + ".SUCCEEDED.1");
    }

    @Test
    void what_is_noted_is_owed_soon_and_the_listener_hears_of_it() {
        AtomicInteger news = new AtomicInteger();
        journal.append(List.of(new Change.Delivered(entry(1)), new Change.Started(id(1), 1, "boot", NINE)));
        journal.listen(news::incrementAndGet);
        journal.note(List.of(new Change.Ended(ack(1, Status.SUCCEEDED))));
        assertThat(journal.entry(id(1)).orElseThrow().status()).isEqualTo(Status.SUCCEEDED);
        await().untilAsserted(() -> {
            assertThat(news).hasPositiveValue();
            assertThat(journal.owed(Lane.ACKS, -1, 9))
                    .last()
                    .satisfies(owed -> assertThat(owed.ends()).contains(id(1)));
        });
    }

    @Test
    void what_is_noted_is_refused_where_it_is_not_permitted() {
        assertThatThrownBy(() -> journal.note(List.of(new Change.Ended(ack(1, Status.SUCCEEDED)))))
                .isInstanceOf(IllegalStateException.class);
    }
}
