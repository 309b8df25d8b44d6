package io.steward.ops.simulation;

import io.steward.model.subject.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The broker: one log, a consumer for each node, connections. What it has stored it keeps. */
final class Broker {
    final SimulatedLog log;
    private final World world;
    private final Map<NodeName, SimulatedConsumer> consumers = new TreeMap<>();
    private final List<Wire> wires = new ArrayList<>();
    private boolean running = true;

    Broker(World world, List<NodeName> nodes) {
        this.world = world;
        this.log = new SimulatedLog(world);
        nodes.forEach(node -> consumers.put(node, new SimulatedConsumer(world, log, node.value())));
        log.follow(entry -> consumers.values().forEach(consumer -> world.in(0, consumer::serve)));
    }

    SimulatedConsumer consumer(NodeName node) {
        return java.util.Objects.requireNonNull(consumers.get(node));
    }

    boolean running() {
        return running;
    }

    Wire connected() {
        Wire wire = new Wire(world);
        wires.add(wire);
        return wire;
    }

    void crash(long downMillis) {
        if (!running) {
            return;
        }
        world.note("the broker crashes");
        running = false;
        wires.forEach(Wire::end);
        wires.clear();
        consumers.values().forEach(SimulatedConsumer::crash);
        world.in(downMillis, () -> running = true);
    }
}
