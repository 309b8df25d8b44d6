package io.steward.ops.chaos.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.model.command.Status;
import io.steward.ops.chaos.plan.ErrandKind;
import io.steward.ops.chaos.proof.Evidence.FullDisk;
import io.steward.ops.chaos.proof.Violation.Kind;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A checker that can't fail proves nothing: each way to break a promise is put into a whole history and must be named. */
class CheckerTest {
    private final Made made = Made.wholesome();

    @Test
    void a_whole_history_holds() {
        assertThat(Checker.check(made.evidence())).isEmpty();
    }

    @Test
    void a_lost_command_is_named() {
        made.log.removeIf(line -> line.id().equals("command-2"));
        made.states.removeIf(row -> row.id().equals("command-2"));
        made.effects.removeIf(effect -> effect.errand() == 2);

        assertThat(made.violations()).containsExactly(Kind.LOST);
    }

    @Test
    void an_answer_that_names_too_few_commands_is_named() {
        made.accepted.remove(0);
        made.open.add(made.errands.get(1));

        assertThat(made.violations()).containsExactly(Kind.UNANSWERED);
    }

    @Test
    void a_command_without_an_end_is_named() {
        made.log.removeIf(line -> line.id().equals("command-2") && line.end());
        made.states.replaceAll(row -> row.id().equals("command-2")
                ? new StateRow(row.id(), "ship1", "STARTED", false, 1, row.logSeq(), 0)
                : row);

        assertThat(made.violations()).containsExactly(Kind.UNFINISHED);
    }

    @Test
    void a_second_effect_is_named_with_its_history() {
        made.effects.add(4, new Effect("ship1", 5, "engine", 5, 999, "command-5"));
        made.effects.add(3, new Effect("ship1", 4, "engine", 3, 999, "command-3"));

        List<Violation> found = Checker.check(made.evidence());

        assertThat(found).extracting(Violation::kind).containsOnly(Kind.DOUBLE_EFFECT);
        assertThat(found)
                .filteredOn(violation -> violation.commandId().orElse("").equals("command-3"))
                .singleElement()
                .satisfies(violation -> assertThat(violation.history())
                        .anyMatch(line -> line.startsWith("asked"))
                        .anyMatch(line -> line.contains("FAILED"))
                        .anyMatch(line -> line.startsWith("effect")));
    }

    @Test
    void a_success_without_an_effect_is_named() {
        made.effects.removeIf(effect -> effect.errand() == 2);

        assertThat(made.violations()).containsExactly(Kind.MISSING_EFFECT);
    }

    @Test
    void an_effect_of_a_command_that_never_started_is_named() {
        made.effect(6);

        assertThat(made.violations()).containsExactly(Kind.FALSE_EFFECT);
    }

    @Test
    void a_wrong_order_is_named() {
        Effect first = made.effects.get(0);
        made.effects.set(0, made.effects.get(1));
        made.effects.set(1, first);

        assertThat(made.violations()).containsExactly(Kind.WRONG_ORDER);
    }

    @Test
    void an_end_that_nothing_explains_is_named() {
        made.run(7, ErrandKind.QUICK, Status.INTERRUPTED, true);

        assertThat(made.violations()).containsExactly(Kind.UNEXPLAINED);
    }

    @Test
    void a_full_disk_explains_doubt_and_only_there_and_then() {
        made.run(7, ErrandKind.QUICK, Status.INTERRUPTED, true);
        made.fullDisks.add(new FullDisk("ship2", Made.NINE, Made.NINE.plusSeconds(100)));
        made.fullDisks.add(new FullDisk("ship1", Made.NINE.minusSeconds(9), Made.NINE.minusSeconds(1)));
        assertThat(made.violations()).containsExactly(Kind.UNEXPLAINED);

        made.fullDisks.add(new FullDisk("ship1", Made.NINE, Made.NINE.plusSeconds(100)));
        assertThat(made.violations()).isEmpty();
    }

    @Test
    void a_cancel_that_nobody_sent_is_named() {
        made.run(7, ErrandKind.CANCELED, Status.CANCELED, false);

        assertThat(made.violations()).containsExactly(Kind.UNEXPLAINED);
    }

    @Test
    void ends_that_contradict_each_other_are_named() {
        made.ack("command-1", Status.FAILED, true);

        assertThat(made.violations()).containsExactly(Kind.CONTRADICTION);
    }

    @Test
    void a_state_that_differs_from_the_log_is_named() {
        made.states.replaceAll(row -> row.id().equals("command-1")
                ? new StateRow(row.id(), "ship1", "FAILED", true, 1, row.logSeq(), 0)
                : row);
        made.states.removeIf(row -> row.id().equals("command-2"));

        assertThat(made.violations()).containsExactly(Kind.STATE_DIFFERS, Kind.STATE_DIFFERS);
    }

    @Test
    void a_request_that_became_two_commands_is_named() {
        LogLine first = made.log.get(0);
        made.log.add(new LogLine(
                50,
                first.recordedAt(),
                "ship1",
                "shellcommand",
                "engine",
                "command-1b",
                first.status(),
                first.at(),
                0,
                false,
                first.exitCode(),
                first.expiresAt(),
                1,
                first.cancels()));

        assertThat(made.violations()).contains(Kind.ISSUED_TWICE);
    }

    @Test
    void an_effect_that_nobody_asked_for_is_named() {
        made.effects.add(new Effect("ship1", 99, "engine", 77, 1, "command-77"));

        assertThat(made.violations()).containsExactly(Kind.STRANGER);
    }

    @Test
    void a_row_of_the_proof_view_and_a_differing_rebuild_and_a_refusal_are_named() {
        made.proof.add("{node=ship1, conflicts=1}");
        made.differences.add("command_state, row 1: one and, from a fresh fold, another");
        made.refused.put(1, "HTTP 400");

        assertThat(made.violations()).containsExactly(Kind.REFUSED, Kind.PROOF, Kind.REBUILD_DIFFERS);
    }

    /** The log has lost command 2, whose effect and ACKs there are; the controller knew these commands, the repair named those. */
    private void cutOff(Set<String> folded, Set<String> named) {
        made.log.removeIf(line -> line.id().equals("command-2") && line.command());
        made.states.removeIf(row -> row.id().equals("command-2"));
        made.losses = Losses.of(made.accepted, made.cancels, made.log, folded, named);
    }

    @Test
    void what_the_broker_lost_before_anybody_folded_it_is_counted_and_not_judged() {
        made.proof.add("ship1 journaled what nobody asked");
        cutOff(Set.of("command-1"), Set.of());

        assertThat(made.losses.unknown()).containsExactly("command-2");
        assertThat(made.violations()).isEmpty();
    }

    @Test
    void what_the_repair_named_is_not_judged() {
        cutOff(Set.of("command-2"), Set.of("command-2", "command-1"));

        assertThat(made.losses).isEqualTo(new Losses(true, Set.of("command-2"), Set.of()));
        assertThat(made.violations()).isEmpty();
    }

    @Test
    void what_the_controller_had_folded_and_the_repair_neither_brought_back_nor_named_is_lost() {
        cutOff(Set.of("command-2"), Set.of());

        assertThat(made.violations()).containsExactly(Kind.LOST);
    }

    @Test
    void a_lost_command_may_have_run_once_and_not_twice() {
        made.effect(2);
        cutOff(Set.of(), Set.of());

        assertThat(made.violations()).containsExactly(Kind.DOUBLE_EFFECT);
    }

    @Test
    void what_was_put_back_stands_at_another_place_and_asking_nodes_again_is_explained() {
        made.ask("resend-1");
        assertThat(made.violations()).contains(Kind.UNEXPLAINED);

        made.effects.add(0, made.effects.remove(2));
        cutOff(Set.of(), Set.of());

        assertThat(made.violations()).isEmpty();
    }
}
