package io.steward.controller.issue;

import io.steward.controller.issue.Refused.Reason;
import io.steward.controller.read.BadQuery;
import io.steward.controller.read.StateReader;
import io.steward.model.subject.NodeName;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The fleet as the state database knows it. Any thread. */
public final class StateFleet implements Fleet {
    private final StateReader state;

    public StateFleet(StateReader state) {
        this.state = state;
    }

    @Override
    public List<NodeName> all() {
        return state.nodes();
    }

    @Override
    public Set<NodeName> enrolledAmong(Collection<NodeName> names) {
        return state.known(names);
    }

    @Override
    public List<NodeName> where(String condition) throws Refused {
        try {
            return state.targets(condition);
        } catch (BadQuery e) {
            throw new Refused(Reason.BAD_CONDITION, "targets.where", "field \"targets.where\": " + e.getMessage());
        }
    }
}
