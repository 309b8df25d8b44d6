package io.steward.ops.browser;

import io.steward.model.subject.NodeName;
import java.util.Map;

/**
 * A node that exists in the log alone: what an agent of this name would have said of itself.
 *
 * @param online whether its last heartbeat is believed for the next half hour, or was its goodbye
 */
record MadeUpNode(String name, Map<String, String> labels, boolean online, String version) {
    NodeName node() {
        return NodeName.of(name);
    }
}
