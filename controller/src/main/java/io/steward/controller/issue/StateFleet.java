package io.steward.controller.issue;

import io.steward.controller.issue.Refused.Reason;
import io.steward.controller.read.BadQuery;
import io.steward.controller.read.StateReader;
import io.steward.model.subject.NodeName;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The fleet as the state database knows it. Any thread. */
public final class StateFleet implements Fleet {
    private final StateReader state;

    public StateFleet(StateReader state) {
        this.state = state;
    }

    @Override
    public List<NodeName> all() {
        Set<NodeName> all = new TreeSet<>(state.enrolled());
        all.removeAll(revoked());
        return List.copyOf(all);
    }

    @Override
    public Set<NodeName> enrolledAmong(Collection<NodeName> names) {
        Set<NodeName> enrolled = new TreeSet<>(state.enrolled(names));
        enrolled.removeAll(state.identities().revokedAmong(names));
        return enrolled;
    }

    @Override
    public List<NodeName> where(String condition) throws Refused {
        try {
            List<NodeName> matching = state.targets(condition);
            Set<NodeName> enrolled = enrolledAmong(matching);
            return matching.stream().filter(enrolled::contains).toList();
        } catch (BadQuery e) {
            throw new Refused(Reason.BAD_CONDITION, "targets.where", "field \"targets.where\": " + e.getMessage());
        }
    }

    @Override
    public Set<NodeName> revoked() {
        return state.identities().revoked();
    }
}
