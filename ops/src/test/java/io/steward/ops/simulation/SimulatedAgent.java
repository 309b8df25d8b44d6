package io.steward.ops.simulation;

import io.steward.agent.inbox.SimulatedInbox;
import io.steward.agent.inbox.SimulatedInbox.Arrival;
import io.steward.agent.inbox.SimulatedInbox.Word;
import io.steward.agent.journal.Change;
import io.steward.agent.journal.JournalLimits;
import io.steward.agent.journal.Lane;
import io.steward.agent.journal.Owed;
import io.steward.agent.journal.VolatileJournal;
import io.steward.agent.machine.BrokerClock;
import io.steward.agent.outbox.SimulatedOutbox;
import io.steward.agent.process.ProcessTable;
import io.steward.agent.process.SimulatedProcesses;
import io.steward.agent.trust.Gatekeeper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One life of the agent of one ship, from its start to its crash. */
final class SimulatedAgent {
    static final int ATTEMPTS = 3;
    private static final JournalLimits LIMITS = new JournalLimits(Duration.ofDays(30), 10_000, 10_000, 100, 1 << 20, 1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long TICK = 250;
    private static final long CONFIRM = 10_000;

    private final Ship ship;
    private final World world;
    private final Broker broker;
    private final VirtualScheduling scheduling;
    final VolatileJournal journal;
    private final SimulatedInbox inbox;
    private final SimulatedOutbox outbox;
    private final BrokerClock brokerTime;
    private final SimulatedConsumer.Listener listener = new SimulatedConsumer.Listener() {
        @Override
        public Optional<Wire> wire() {
            return alive ? wire : Optional.empty();
        }

        @Override
        public void arrived(Arrival arrival) {
            act(() -> wire.ifPresent(on -> take(on, arrival)));
        }
    };
    private Optional<Wire> wire = Optional.empty();
    private boolean alive = true;
    private int told;
    /** The sync in how many at which it crashes; none if negative. */
    int crashAt = -1;

    SimulatedAgent(Ship ship, Broker broker) {
        this.ship = ship;
        this.world = ship.world;
        this.broker = broker;
        this.scheduling = new VirtualScheduling(world, () -> alive);
        this.brokerTime = new BrokerClock(ship.clock(), () -> 77_000 + world.now());
        this.journal = new VolatileJournal(ship.disk, LIMITS, ship.clock(), ship.node + "-journal", this::sync);
        ProcessTable table = SimulatedProcesses.table(
                ship.node,
                journal,
                new WrappedMethod(ship, scheduling),
                ship.bootId(),
                ATTEMPTS,
                ship.clock(),
                gatekeeper(),
                scheduling,
                broken -> {});
        this.inbox = new SimulatedInbox(
                ship.node, Duration.ofMillis(SimulatedConsumer.ACK_WAIT), PATIENCE, journal, table, brokerTime);
        this.outbox = new SimulatedOutbox(journal, table::told);
    }

    private Gatekeeper gatekeeper() {
        Gatekeeper.Terms terms = new Gatekeeper.Terms(ship.node, Map.of(), false, Duration.ofMinutes(5));
        return new Gatekeeper(terms, Optional.of(ship.policy), newer -> ship.policy = newer, ship.clock(), brokerTime);
    }

    void start() {
        act(() -> {
            journal.listen(() -> later(0, this::tell));
            inbox.start(nanos());
        });
        tick();
        later(world.between(0, 500), this::connect);
    }

    boolean alive() {
        return alive;
    }

    boolean skewKnown() {
        return brokerTime.skew().isPresent();
    }

    /** The machine goes down: the broker learns late that nobody is there any more. */
    void goDown() {
        wire.ifPresent(Wire::cut);
        crash();
    }

    /** SIGKILL: what was not synced is gone, what it waited for is nobody's any more. */
    void crash() {
        if (!alive) {
            return;
        }
        world.note(ship.node + " agent crashes");
        alive = false;
        wire.ifPresent(Wire::close);
        ship.disk.crash();
        scheduling.close();
        ship.laws.crashed(ship, journal);
    }

    void cut() {
        wire.filter(Wire::open).ifPresent(open -> {
            world.note(ship.node + " is cut off");
            open.cut();
            lost();
        });
    }

    /** Nothing gets through for this long; after a while the client notices. */
    void part(long millis) {
        wire.filter(Wire::open).ifPresent(open -> {
            open.stall(millis);
            later(Math.min(millis, 40_000), () -> {
                if (open.stalled() && wire.equals(Optional.of(open))) {
                    open.cut();
                    lost();
                }
            });
        });
    }

    private void connect() {
        if (!broker.running()) {
            later(500, this::connect);
            return;
        }
        Wire fresh = broker.connected();
        wire = Optional.of(fresh);
        journal.append(List.of(new Change.Pruned()));
        inbox.linked(ship.clock().instant(), nanos());
        ask(fresh, false);
        tell();
    }

    private void lost() {
        wire = Optional.empty();
        told++;
        act(() -> {
            inbox.cut();
            outbox.startOver();
        });
        later(world.between(500, 2500), this::connect);
    }

    private void ask(Wire on, boolean wait) {
        on.up(() -> broker.consumer(ship.node).pull(on, wait, listener, () -> act(() -> nothingLeft(on))));
    }

    private void nothingLeft(Wire on) {
        boolean missing = inbox.missing() > 0;
        boolean known = false;
        try {
            inbox.nothingLeft();
            known = true;
        } finally {
            if (missing && (!known || inbox.missing() == 0)) {
                ship.laws.gaveUp(ship);
            }
        }
        ask(on, true);
    }

    private void take(Wire on, Arrival arrival) {
        List<Word> words = inbox.take(List.of(arrival), ship.clock().instant(), nanos());
        Word word = words.get(0);
        SimulatedConsumer consumer = broker.consumer(ship.node);
        switch (word) {
            case ACK, TERM ->
                on.up(() -> {
                    ship.laws.custody(ship, arrival.place());
                    consumer.ack(arrival.place());
                });
            case NAK ->
                on.up(() -> consumer.nak(
                        arrival.place(), SimulatedInbox.delay(arrival.times()).toMillis()));
        }
    }

    private void tell() {
        if (wire.isEmpty()) {
            return;
        }
        Wire on = wire.get();
        int round = told;
        List<Owed> next = outbox.next(nanos());
        long rest = outbox.rest(Long.MAX_VALUE, nanos());
        if (rest < Long.MAX_VALUE) {
            later(1 + TimeUnit.NANOSECONDS.toMillis(rest), this::tell);
        }
        for (Owed owed : next) {
            boolean[] confirmed = {false};
            on.up(() -> {
                broker.log.publish(
                        owed.message().subject().toString(),
                        owed.message().messageId(),
                        owed.message().json());
                on.down(() -> act(() -> {
                    if (round == told) {
                        confirmed[0] = true;
                        outbox.stored(owed);
                        tell();
                    }
                }));
            });
            later(CONFIRM, () -> {
                if (!confirmed[0] && round == told) {
                    told++;
                    outbox.startOver();
                    later(500, this::tell);
                }
            });
        }
    }

    private void tick() {
        act(() -> {
            if (wire.isPresent() && !wire.get().open()) {
                lost();
            }
            boolean asks = inbox.tick(nanos());
            wire.filter(on -> asks).ifPresent(on -> ask(on, false));
        });
        if (alive) {
            world.in(TICK, this::tick);
        }
    }

    // One thread's append lets time pass meanwhile; the inbox's own does not, since the world's thread can't wait.
    private void sync(Runnable sync) {
        if (world.strands.current() != null) {
            Pause pause = scheduling.pause();
            pause.endIn(world.between(0, 5));
            pause.begin();
        }
        boolean crashes = crashAt-- == 0;
        if (crashes && world.chance(50)) {
            crash();
            throw new Crashed();
        }
        sync.run();
        if (crashes) {
            crash();
            throw new Crashed();
        }
    }

    private void later(long millis, Runnable what) {
        world.in(millis, () -> act(what));
    }

    private void act(Runnable what) {
        if (!alive) {
            return;
        }
        try {
            what.run();
        } catch (Crashed e) {
            // it is gone
        }
    }

    private long nanos() {
        return world.now() * 1_000_000;
    }

    /** Owes nothing and runs nothing. */
    boolean atRest() {
        return journal.openCount() == 0 && journal.owing(Lane.ACKS) == 0;
    }
}
