package io.steward.ops.simulation;

import io.steward.controller.issue.Order;
import io.steward.controller.issue.Targets;
import io.steward.model.command.Args;
import io.steward.model.command.Command;
import io.steward.model.command.CommandId;
import io.steward.model.command.OnCrash;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.ProcessName;
import io.steward.model.trust.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What operators ask for, by chance. */
final class Orders {
    private final World world;
    private final Office office;
    private final Laws laws;
    private final List<NodeName> nodes;
    private long policies = 1;

    Orders(World world, Office office, Laws laws, List<NodeName> nodes) {
        this.world = world;
        this.office = office;
        this.laws = laws;
        this.nodes = nodes;
    }

    /** Spreads as many over this time. */
    void plan(int many, long millis) {
        for (int i = 0; i < many; i++) {
            world.in(world.between(0, millis), this::one);
        }
    }

    private void one() {
        Optional<Command> earlier = any();
        int kind = world.random.nextInt(100);
        if (kind < 15 && earlier.isPresent()) {
            office.send(cancel(earlier.get()));
        } else if (kind < 25 && earlier.isPresent()) {
            office.repeat(earlier.get());
        } else if (kind >= 95 && earlier.isPresent()) {
            office.forge(earlier.get());
        } else if (kind >= 90) {
            office.send(policy(++policies));
        } else {
            office.send(work());
        }
    }

    private Optional<Command> any() {
        List<CommandId> ids = List.copyOf(laws.states().keySet());
        return ids.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        java.util.Objects.requireNonNull(laws.states().get(ids.get(world.random.nextInt(ids.size()))))
                                .command());
    }

    private Order work() {
        Optional<Duration> timeout =
                world.chance(20) ? Optional.of(Duration.ofMillis(world.between(10, 8000))) : Optional.empty();
        Optional<Instant> expires =
                world.chance(20) ? Optional.of(world.instant().plusMillis(world.between(0, 90_000))) : Optional.empty();
        long millis = world.chance(50) ? world.between(1, 100) : world.between(100, 20_000);
        return new Order(
                world.chance(20)
                        ? new Targets.All()
                        : new Targets.Named(List.of(nodes.get(world.random.nextInt(nodes.size())))),
                new ProcessName(WrappedMethod.NAME, world.chance(70) ? "one" : "two"),
                new Args(Map.of("millis", millis, "exit", world.chance(10) ? 3 : 0)),
                timeout,
                expires,
                world.chance(25) ? OnCrash.REPEAT : OnCrash.REPORT,
                world.chance(10),
                Optional.empty());
    }

    private static Order policy(long version) {
        return new Order(
                new Targets.All(),
                new ProcessName(Policy.METHOD, Policy.DOMAIN),
                Signatures.bringing(version),
                Optional.empty(),
                Optional.empty(),
                OnCrash.REPORT,
                false,
                Optional.empty());
    }

    private static Order cancel(Command earlier) {
        return new Order(
                new Targets.Named(List.of(earlier.node())),
                new ProcessName("cancel", "operatingsystem"),
                new Args(Map.of("commandId", earlier.id().value())),
                Optional.empty(),
                Optional.empty(),
                OnCrash.REPORT,
                false,
                Optional.empty());
    }
}
