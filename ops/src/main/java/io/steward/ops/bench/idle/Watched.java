package io.steward.ops.bench.idle;

import java.util.List;

/** All who wait: the agent, its limits, and the datacenter's part. */
record Watched(Waiting agent, Waiting connection, Waiting jvm, Waiting serverJvm, Waiting controller, Waiting broker) {
    List<Waiting> all() {
        return List.of(agent, connection, jvm, serverJvm, controller, broker);
    }
}
