package io.steward.ops.simulation;

import io.steward.agent.inbox.SimulatedInbox.Arrival;
import io.steward.model.fold.LogEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A node's durable pull consumer: explicit ack, redelivery after the ack wait, deliveries numbered without gaps. A broker
 * that crashes forgets its newest acks and deliveries.
 */
final class SimulatedConsumer {
    static final long ACK_WAIT = 10_000;
    private static final int KEPT = 100;

    private record Waiting(long until, long times) {}

    private record State(long at, long delivered, long number, Map<Long, Waiting> pending) {}

    /** Somebody who asked. */
    private record Pull(Wire wire, boolean stays, Listener listener, Runnable nothingLeft) {}

    /** Hears the answers to what it asked over any of its connections, on the newest of them. */
    interface Listener {
        Optional<Wire> wire();

        void arrived(Arrival arrival);
    }

    private final World world;
    private final SimulatedLog log;
    private final String filter;
    private final Deque<State> states = new ArrayDeque<>();
    private final List<Pull> pulls = new ArrayList<>();
    private Map<Long, Waiting> pending = new TreeMap<>();
    private long delivered;
    private long number;

    SimulatedConsumer(World world, SimulatedLog log, String node) {
        this.world = world;
        this.log = log;
        this.filter = node + ".command.";
    }

    void pull(Wire wire, boolean stays, Listener listener, Runnable nothingLeft) {
        pulls.add(new Pull(wire, stays, listener, nothingLeft));
        serve();
    }

    void ack(long place) {
        keep();
        pending.remove(place);
    }

    void nak(long place, long delay) {
        Waiting waiting = pending.get(place);
        if (waiting != null) {
            keep();
            pending.put(place, new Waiting(world.now() + delay, waiting.times()));
            world.in(delay, this::serve);
        }
    }

    /** Gives those who wait what there is. */
    void serve() {
        pulls.removeIf(pull -> !pull.wire().believed());
        while (!pulls.isEmpty()) {
            Optional<Long> next = next();
            if (next.isPresent()) {
                deliver(pulls.get(0).listener(), next.get());
            } else {
                List<Pull> hasty = pulls.stream().filter(pull -> !pull.stays()).toList();
                pulls.removeAll(hasty);
                hasty.forEach(pull -> pull.wire().down(pull.nothingLeft()));
                return;
            }
        }
    }

    /** The newest of what it knew is gone, and so is everybody who waited. */
    void crash() {
        pulls.clear();
        long since = world.now() - world.between(0, 200);
        while (!states.isEmpty() && states.getLast().at() >= since) {
            State state = states.removeLast();
            delivered = state.delivered();
            number = state.number();
            pending = new TreeMap<>(state.pending());
        }
    }

    private Optional<Long> next() {
        for (Map.Entry<Long, Waiting> one : pending.entrySet()) {
            if (one.getValue().until() <= world.now()) {
                return Optional.of(one.getKey());
            }
        }
        for (long seq = delivered + 1; seq <= log.last(); seq++) {
            if (log.entry(seq).subject().startsWith(filter)) {
                return Optional.of(seq);
            }
        }
        return Optional.empty();
    }

    private void deliver(Listener listener, long place) {
        keep();
        Waiting before = pending.get(place);
        long times = before == null ? 1 : before.times() + 1;
        pending.put(place, new Waiting(world.now() + ACK_WAIT, times));
        delivered = Math.max(delivered, place);
        number++;
        world.in(ACK_WAIT, this::serve);
        LogEntry entry = log.entry(place);
        Arrival arrival = new Arrival(
                entry.subject(), entry.data(), number, place, times, next().isPresent() ? 1 : 0, entry.recordedAt());
        listener.wire().ifPresent(wire -> wire.down(() -> listener.arrived(arrival)));
    }

    private void keep() {
        states.addLast(new State(world.now(), delivered, number, new TreeMap<>(pending)));
        if (states.size() > KEPT) {
            states.removeFirst();
        }
    }
}
