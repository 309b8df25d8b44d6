package io.steward.controller.issue;

import io.steward.model.subject.NodeName;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Which nodes there are, asked when an order names its targets. Any thread. */
public interface Fleet {
    /** All enrolled nodes. */
    List<NodeName> all() throws Refused;

    /** Those of them that are enrolled. */
    Set<NodeName> enrolledAmong(Collection<NodeName> names) throws Refused;

    /** The enrolled nodes for which a condition over {@code node_state} holds. */
    List<NodeName> where(String condition) throws Refused;

    /** The nodes whose rights were taken back; they are among none of the above. */
    Set<NodeName> revoked() throws Refused;
}
