package io.steward.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReceptionTest {
    @Test
    void without_a_gap_everything_may_run() {
        Reception after = Reception.NONE.after(1, 10, false, false, 0).after(2, 11, false, false, 0);
        assertThat(after).isEqualTo(new Reception(2, 11, 0, 0, 0));
        assertThat(after.mayRun(99)).isTrue();
    }

    @Test
    void a_jump_says_how_many_were_lost_and_holds_back_what_is_behind_them() {
        Reception after = new Reception(2, 11, 0, 0, 0).after(5, 14, false, false, 1);
        assertThat(after.missing()).isEqualTo(2);
        assertThat(after.mayRun(11)).isTrue();
        assertThat(after.mayRun(14)).isFalse();
    }

    @Test
    void each_lost_one_that_comes_again_counts_and_the_last_opens() {
        Reception held = new Reception(5, 14, 2, 11, 0);
        Reception one = held.after(6, 12, true, false, 0);
        assertThat(one.missing()).isEqualTo(1);
        assertThat(one.mayRun(12)).isFalse();
        Reception both = one.after(7, 13, true, false, 0);
        assertThat(both.missing()).isZero();
        assertThat(both.mayRun(14)).isTrue();
    }

    @Test
    void the_lost_one_itself_may_be_the_one_that_shows_the_jump() {
        assertThat(new Reception(2, 11, 0, 0, 0).after(4, 12, true, false, 1).missing())
                .isZero();
    }

    @Test
    void one_that_is_known_already_is_not_one_of_the_lost() {
        assertThat(new Reception(5, 14, 2, 11, 0).after(6, 10, true, true, 0).missing())
                .isEqualTo(2);
    }

    @Test
    void the_deliveries_before_the_first_one_seen_were_lost_too() {
        assertThat(Reception.NONE.after(1, 5, false, false, 0).missing()).isZero();
        assertThat(Reception.NONE.after(2, 6, false, false, 0).missing()).isEqualTo(1);
    }

    @Test
    void a_broker_that_counts_from_an_older_number_has_lost_nothing_of_ours() {
        Reception back = new Reception(10, 20, 0, 0, 0).after(8, 21, false, false, 1);
        assertThat(back).isEqualTo(new Reception(8, 21, 0, 0, 0));
    }

    @Test
    void after_two_cuts_a_broker_that_counts_from_an_older_number_is_not_trusted() {
        assertThat(new Reception(10, 20, 0, 0, 0).after(8, 21, false, false, 2).missing())
                .isEqualTo(1);
    }

    @Test
    void a_lost_one_that_comes_again_and_is_refused_is_still_waited_for() {
        Reception held = new Reception(2, 11, 0, 0, 0).after(4, 14, false, false, 1);
        Reception refused = held.refused(5, 12, true, 9000);
        assertThat(refused.missing()).isEqualTo(1);
        assertThat(refused.mayRun(14)).isFalse();
        assertThat(refused.after(6, 12, true, false, 0).mayRun(14)).isTrue();
    }

    @Test
    void one_that_was_refused_has_to_come_again() {
        Reception refused = new Reception(3, 7, 0, 0, 0).refused(4, 8, false, 9000);
        assertThat(refused.missing()).isEqualTo(1);
        assertThat(refused.refused(5, 8, true, 9000).missing()).isEqualTo(1);
        assertThat(refused.givenUp().mayRun(8)).isTrue();
    }

    @Test
    void what_was_put_off_is_remembered_until_nothing_is_missing() {
        Reception refused = new Reception(3, 7, 0, 0, 0).refused(4, 8, false, 9000);
        assertThat(refused.putOffUntil()).isEqualTo(9000);
        assertThat(refused.after(7, 10, false, false, 1).putOffUntil()).isEqualTo(9000);
        assertThat(refused.after(5, 8, true, false, 0).putOffUntil()).isZero();
        assertThat(refused.givenUp().putOffUntil()).isZero();
    }
}
