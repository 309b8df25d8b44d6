package io.steward.ops.chaos.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.ops.chaos.plan.ChaosPlan.Terms;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChaosPlanTest {
    private static final Terms TERMS = new Terms(7, 300, 3, 1, true, false, Set.of());

    @Test
    void the_same_seed_gives_the_same_plan_and_another_another() {
        assertThat(ChaosPlan.of(TERMS)).isEqualTo(ChaosPlan.of(TERMS));
        assertThat(ChaosPlan.of(new Terms(8, 300, 3, 1, true, false, Set.of()))).isNotEqualTo(ChaosPlan.of(TERMS));
    }

    @Test
    void every_kind_of_errand_and_every_fault_that_is_allowed_comes_up() {
        ChaosPlan plan = ChaosPlan.of(TERMS);

        assertThat(plan.faults()).hasSize(300);
        assertThat(plan.faults())
                .extracting(Fault::kind)
                .containsAll(EnumSet.complementOf(EnumSet.of(FaultKind.BROKER_TRUNCATE)))
                .doesNotContain(FaultKind.BROKER_TRUNCATE);
        assertThat(plan.errands()).extracting(Errand::kind).containsAll(EnumSet.allOf(ErrandKind.class));
        assertThat(plan.errands()).anyMatch(errand -> errand.nodes().size() == 3);
        assertThat(plan.errands()).extracting(Errand::door).contains(Door.HTTP, Door.NATS);
    }

    @Test
    void what_this_machine_cannot_do_is_not_planned() {
        assertThat(ChaosPlan.of(new Terms(7, 300, 3, 3, false, false, Set.of())).faults())
                .extracting(Fault::kind)
                .doesNotContain(FaultKind.DISK_FULL);
    }

    @Test
    void only_the_kinds_that_were_asked_for_strike_and_the_same_seed_gives_the_same_plan() {
        Set<FaultKind> only = EnumSet.of(FaultKind.CONTROLLER_KILL, FaultKind.LINK_CUT);
        Terms terms = new Terms(7, 200, 3, 1, true, false, only);

        assertThat(ChaosPlan.of(terms)).isEqualTo(ChaosPlan.of(terms));
        assertThat(ChaosPlan.of(terms).faults())
                .hasSize(200)
                .extracting(Fault::kind)
                .hasSameElementsAs(only);
        assertThat(ChaosPlan.of(new Terms(7, 200, 3, 1, true, true, EnumSet.of(FaultKind.BROKER_TRUNCATE)))
                        .faults())
                .extracting(Fault::kind)
                .containsOnly(FaultKind.BROKER_TRUNCATE);
    }

    @Test
    void kinds_that_cannot_strike_here_are_refused() {
        assertThatThrownBy(() -> ChaosPlan.of(new Terms(7, 10, 3, 1, false, false, Set.of(FaultKind.DISK_FULL))))
                .hasMessage("faults of the kinds [DISK_FULL] can't strike here: use others");
    }

    @Test
    void a_thousand_faults_take_less_than_half_an_hour() {
        assertThat(ChaosPlan.of(new Terms(1, 1000, 3, 1, true, false, Set.of()))
                        .storm()
                        .toMinutes())
                .isLessThan(25);
    }
}
