package io.steward.model.fold;

import static io.steward.model.Examples.NINE;
import static io.steward.model.Examples.SHIP1;
import static org.assertj.core.api.Assertions.assertThat;

import io.steward.model.event.Connection;
import io.steward.model.event.Enrolled;
import io.steward.model.event.Facts;
import io.steward.model.event.Hello;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class NodeFoldTest {
    private static final LogEntry ENTRY = new LogEntry("NODES", 4, NINE, "ship1.event.any.any", new byte[0]);

    @Test
    void a_node_is_first_seen_when_the_log_first_speaks_of_it() {
        NodeState state = NodeFold.enrolled(Optional.empty(), SHIP1, new Enrolled(NINE.plusSeconds(5), "alice"), ENTRY)
                .state();

        assertThat(state.firstSeen()).isEqualTo(NINE);
        assertThat(state.hello()).isEmpty();
    }

    @Test
    void only_what_is_different_is_a_change() {
        Facts north = facts("north");
        NodeState before = NodeFold.facts(Optional.empty(), SHIP1, north, ENTRY).state();

        assertThat(NodeFold.facts(Optional.of(before), SHIP1, north, ENTRY).changes())
                .isEmpty();
        assertThat(NodeFold.facts(Optional.of(before), SHIP1, facts("south"), ENTRY)
                        .changes())
                .extracting(NodeChange::changed, NodeChange::oldValue, NodeChange::newValue, NodeChange::logSeq)
                .containsExactly(Tuple.tuple("label.site", Optional.of("north"), Optional.of("south"), 4L));
    }

    @Test
    void a_new_agent_version_and_coming_and_going_are_changes_with_their_own_time() {
        NodeState before =
                NodeFold.hello(Optional.empty(), SHIP1, hello("0.1.0"), ENTRY).state();

        assertThat(NodeFold.hello(Optional.of(before), SHIP1, hello("0.2.0"), ENTRY)
                        .changes())
                .extracting(NodeChange::changed, NodeChange::oldValue, NodeChange::newValue)
                .containsExactly(Tuple.tuple("agent_version", Optional.of("0.1.0"), Optional.of("0.2.0")));
        Connection gone = new Connection(NINE.plusSeconds(90), false, "no heartbeat");
        assertThat(NodeFold.connection(Optional.of(before), SHIP1, gone, ENTRY).changes())
                .extracting(NodeChange::changed, NodeChange::newValue, NodeChange::at, NodeChange::recordedAt)
                .containsExactly(Tuple.tuple("online", Optional.of("false"), NINE.plusSeconds(90), NINE));
    }

    private static Hello hello(String version) {
        return new Hello(version, "j1", "b1", NINE, List.of());
    }

    private static Facts facts(String site) {
        return new Facts("ship1", "Linux", "amd64", 2, 1L << 32, Map.of("site", site), Map.of());
    }
}
