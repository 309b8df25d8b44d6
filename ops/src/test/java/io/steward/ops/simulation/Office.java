package io.steward.ops.simulation;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.steward.controller.issue.CommandLog;
import io.steward.controller.issue.Earlier;
import io.steward.controller.issue.Fate;
import io.steward.controller.issue.Fleet;
import io.steward.controller.issue.Ids;
import io.steward.controller.issue.Issuer;
import io.steward.controller.issue.Order;
import io.steward.controller.issue.Receipt;
import io.steward.controller.issue.Receipt.Sent;
import io.steward.controller.issue.Refused;
import io.steward.model.command.Command;
import io.steward.model.command.CommandId;
import io.steward.model.subject.NodeName;
import io.steward.model.wire.Codec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The operators' side: the controller's own code for issuing, over a link that loses requests and answers. */
final class Office implements CommandLog, Fleet, Earlier {
    private static final SimpleMeterRegistry METERS = new SimpleMeterRegistry();
    private static final int RETRIES = 20;

    private final World world;
    private final Broker broker;
    private final Laws laws;
    private final List<NodeName> nodes;
    private final Issuer issuer;
    private final List<CommandId> promised = new ArrayList<>();
    private int keys;

    Office(World world, Broker broker, Laws laws, List<NodeName> nodes) {
        this.world = world;
        this.broker = broker;
        this.laws = laws;
        this.nodes = nodes;
        this.issuer = new Issuer(this, this, this, new Ids(world, world.random.split()), METERS);
    }

    /** Commands that an operator was told to be stored. */
    List<CommandId> promised() {
        return promised;
    }

    /** Sends an order; asks again with the same key until everything is known to be stored. */
    void send(Order order) {
        send(order, "key-" + keys++, 0);
    }

    private void send(Order order, String key, int before) {
        Receipt receipt;
        try {
            receipt = issuer.issueOnce(order, "alice", key);
        } catch (Refused e) {
            throw new Broken("an order was refused: " + e.getMessage());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        receipt.stored().forEach(sent -> promised.add(sent.id()));
        once(key);
        if (!receipt.complete() && before < RETRIES) {
            world.in(world.between(100, 5000), () -> send(order, key, before + 1));
        }
    }

    /** Puts the same command into the log again, as somebody may when the window for it has passed. */
    void repeat(Command command) {
        if (broker.running()) {
            broker.log.publish(
                    command.subject().toString(), command.id() + ".again-" + world.now(), Codec.encode(command));
        }
    }

    /** Puts a command into the log that nobody signed, with the signature of another under it. */
    void forge(Command honest) {
        if (broker.running()) {
            CommandId id = CommandId.from(world.instant(), world.random.nextLong(), world.random.nextLong());
            Command forged = Signatures.forged(honest, id);
            laws.forged(id);
            broker.log.publish(forged.subject().toString(), id.value(), Codec.encode(forged));
        }
    }

    private void once(String key) {
        Set<NodeName> seen = new HashSet<>();
        for (Sent sent : find(key).commands()) {
            if (!seen.add(sent.node())) {
                throw new Broken("the request " + key + " made two commands for " + sent.node());
            }
        }
    }

    @Override
    public List<Fate> store(List<Command> commands, UnaryOperator<Command> finishing) {
        return commands.stream().map(finishing).map(this::store).toList();
    }

    private Fate store(Command command) {
        if (!broker.running()) {
            return new Fate(Fate.Kind.NOT_STORED, "log-away", "the broker is away");
        }
        if (world.chance(5)) {
            return new Fate(Fate.Kind.UNKNOWN, "no-answer", "the request was lost");
        }
        Command signed = Signatures.ALICE.sign(command);
        broker.log.publish(command.subject().toString(), command.id().value(), Codec.encode(signed));
        return world.chance(5)
                ? new Fate(Fate.Kind.UNKNOWN, "no-answer", "the answer was lost")
                : new Fate(Fate.Kind.STORED, "stored", "stored");
    }

    @Override
    public Request find(String requestKey) {
        List<Command> sent = laws.states().values().stream()
                .map(state -> state.command())
                .filter(command -> command.requestKey().equals(Optional.of(requestKey)))
                .toList();
        return new Request(
                sent.stream()
                        .map(command -> new Sent(command.id(), command.node()))
                        .toList(),
                sent.stream().findFirst());
    }

    @Override
    public List<NodeName> all() {
        return nodes;
    }

    @Override
    public Set<NodeName> enrolledAmong(Collection<NodeName> names) {
        return new HashSet<>(names);
    }

    @Override
    public List<NodeName> where(String condition) {
        return nodes;
    }

    @Override
    public java.util.Set<NodeName> revoked() {
        return java.util.Set.of();
    }
}
