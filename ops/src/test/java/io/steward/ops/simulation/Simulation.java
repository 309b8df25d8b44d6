package io.steward.ops.simulation;

import io.steward.model.command.CommandId;
import io.steward.model.command.OnCrash;
import io.steward.model.command.Status;
import io.steward.model.fold.CommandState;
import io.steward.model.fold.LogEntry;
import io.steward.model.subject.NodeName;
import io.steward.model.trust.Policy;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One world from its seed: a while of work and faults, then rest, then the last look. */
final class Simulation {
    private static final long STORM = 120_000;
    private static final long LONGEST = 2 * 3600_000;
    private static final List<NodeName> NODES = List.of(NodeName.of("ship1"), NodeName.of("ship2"));

    /** What happened in it. */
    record Result(int commands, long steps, boolean gaveUp, boolean outOfOrder, Map<CommandId, CommandState> states) {}

    private final World world;
    private final Laws laws;
    private final Broker broker;
    private final Office office;
    private final List<Ship> ships;

    private Simulation(long seed, Strands strands) {
        this.world = new World(seed, strands);
        this.laws = new Laws(world);
        this.broker = new Broker(world, NODES);
        this.office = new Office(world, broker, laws, NODES);
        this.ships = NODES.stream().map(node -> new Ship(node, world, laws)).toList();
        broker.log.follow(laws::stored);
    }

    /** Runs it; throws with seed and history if a promise is broken. */
    static Result run(long seed, Strands strands) {
        Simulation simulation = new Simulation(seed, strands);
        try {
            return simulation.run();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    "seed " + seed + ": " + e.getMessage() + "\n" + simulation.world.history() + "\nreplay: -D"
                            + SimulationTest.SEED + "=" + seed,
                    e);
        }
    }

    private Result run() {
        Faults faults = new Faults(world, broker, ships);
        ships.forEach(faults::sail);
        world.in(1000, faults::watch);
        new Orders(world, office, laws, NODES).plan((int) world.between(4, 24), STORM);
        faults.plan((int) world.between(0, 14), STORM);
        world.run(STORM, () -> false);
        world.run(LONGEST, this::atRest);
        rest();
        Result result = new Result(
                laws.states().size(), world.steps, laws.anyGaveUp(), laws.outOfOrder(), Map.copyOf(laws.states()));
        ships.forEach(ship -> ship.agent.orElseThrow().crash());
        world.run(world.now(), () -> false);
        return result;
    }

    private boolean atRest() {
        return world.now() > STORM + 1000
                && laws.states().values().stream()
                        .allMatch(state -> state.status().terminal())
                && ships.stream()
                        .allMatch(ship -> ship.agent
                                .filter(SimulatedAgent::alive)
                                .filter(SimulatedAgent::atRest)
                                .isPresent());
    }

    private void rest() {
        for (CommandId id : office.promised()) {
            if (!laws.states().containsKey(id)) {
                throw new Broken(id + " was told to be stored, and the log does not have it");
            }
        }
        for (Ship ship : ships) {
            if (!ship.agent.orElseThrow().atRest()) {
                throw new Broken(ship.node + " does not come to rest");
            }
        }
        laws.states().values().forEach(this::ended);
        ships.forEach(this::policyOf);
        foldedInParts();
    }

    // The newest of those that were told to be in force, however often its agent crashed.
    private void policyOf(Ship ship) {
        long newest = laws.states().values().stream()
                .filter(state -> state.node().equals(ship.node) && state.status() == Status.SUCCEEDED)
                .map(CommandState::command)
                .filter(command -> command.subject().method().equals(Policy.METHOD))
                .mapToLong(Signatures::version)
                .max()
                .orElse(1);
        if (ship.policy.version() != newest) {
            throw new Broken(ship.node + " has policy " + ship.policy.version() + " and told " + newest);
        }
    }

    private void ended(CommandState state) {
        if (laws.isForged(state.id()) && state.status() != Status.REJECTED) {
            throw new Broken(state.id() + " is " + state.status() + ", and nobody signed it");
        }
        if (!state.status().terminal()) {
            throw new Broken(state.id() + " is still " + state.status());
        }
        Ship ship = ships.get(NODES.indexOf(state.node()));
        Optional<Status> journal =
                ship.agent.orElseThrow().journal.entry(state.id()).map(entry -> entry.status());
        if (!journal.equals(Optional.of(state.status()))) {
            throw new Broken(state.id() + " is " + state.status() + " in the log and " + journal + " on " + ship.node);
        }
        int effects = laws.effects(state.id());
        boolean work = state.command().subject().process().method().equals(WrappedMethod.NAME);
        boolean ran = state.startedAt().isPresent();
        boolean once = state.command().onCrash() == OnCrash.REPORT;
        if (work && state.status() == Status.SUCCEEDED && (effects < 1 || (once && effects > 1))) {
            throw new Broken(state.id() + " is SUCCEEDED with " + effects + " effects");
        }
        if (!ran && effects > 0) {
            throw new Broken(state.id() + " is " + state.status() + ", never started, with " + effects + " effects");
        }
    }

    // The fold of a batch is the fold of its parts, and what came before changes nothing.
    private void foldedInParts() {
        Folding again = new Folding();
        List<LogEntry> entries = broker.log.entries();
        int done = 0;
        while (done < entries.size()) {
            int from = (int) world.between(0, done);
            int to = (int) world.between(done, entries.size());
            entries.subList(from, to).forEach(again::fold);
            done = to;
        }
        if (!again.states().equals(laws.states())) {
            throw new Broken("the log folded in parts gives another state than folded as it came");
        }
    }
}
