package io.steward.model.fold;

import io.steward.model.event.Connection;
import io.steward.model.event.Enrolled;
import io.steward.model.event.Facts;
import io.steward.model.event.Hello;
import io.steward.model.subject.NodeName;
import java.time.Instant;
import java.util.Optional;

/** All that the log says of one node itself: that it belongs to the fleet, what it is, and when it was last seen to come or go. */
public record NodeState(
        NodeName node,
        Instant firstSeen,
        Optional<Enrolled> enrolled,
        Optional<Hello> hello,
        Optional<Facts> facts,
        Optional<Connection> connection) {

    static NodeState unknown(NodeName node, Instant firstSeen) {
        return new NodeState(node, firstSeen, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    NodeState with(Enrolled news) {
        return new NodeState(node, firstSeen, Optional.of(news), hello, facts, connection);
    }

    NodeState with(Hello news) {
        return new NodeState(node, firstSeen, enrolled, Optional.of(news), facts, connection);
    }

    NodeState with(Facts news) {
        return new NodeState(node, firstSeen, enrolled, hello, Optional.of(news), connection);
    }

    NodeState with(Connection news) {
        return new NodeState(node, firstSeen, enrolled, hello, facts, Optional.of(news));
    }
}
