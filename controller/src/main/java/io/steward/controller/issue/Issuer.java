package io.steward.controller.issue;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.steward.controller.issue.Receipt.Sent;
import io.steward.controller.issue.Refused.Reason;
import io.steward.model.command.Command;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Subject;
import io.steward.model.wire.Codec;
import io.steward.model.wire.RequestKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Turns an order into one command per node and waits until the log has stored every one of them.
 *
 * <p>Any thread; a call lasts until the fate of each command is known or the log's patience has ended. It holds nothing:
 * what it has answered for is in the log. A request with a key that was sent before, by this or an earlier life of the
 * controller, sends only what is missing and answers the ids of the first time. It never says "stored" of what isn't.
 */
public final class Issuer {
    private final Dispatch dispatch;
    private final Fleet fleet;
    private final Earlier earlier;
    private final Ids ids;
    private final Admission admission;
    private final Counter issued;
    private final KeyLocks locks = new KeyLocks();

    /** Without a policy and a key of its own. */
    public Issuer(CommandLog log, Fleet fleet, Earlier earlier, Ids ids, MeterRegistry meters) {
        this(log, fleet, earlier, ids, Admission.open(), meters);
    }

    public Issuer(CommandLog log, Fleet fleet, Earlier earlier, Ids ids, Admission admission, MeterRegistry meters) {
        this.dispatch = new Dispatch(log, ids, admission::signed);
        this.admission = admission;
        this.fleet = fleet;
        this.earlier = earlier;
        this.ids = ids;
        this.issued = counter(meters);
    }

    static Counter counter(MeterRegistry meters) {
        return Counter.builder("steward.commands.issued")
                .description("commands that this controller sent since its start and the log has stored")
                .register(meters);
    }

    /** Sends the order once. Its commands share a key that nobody else has, so that they are found together. */
    public Receipt issue(Order order, String operator) throws Refused, InterruptedException {
        List<NodeName> nodes = someTargets(order);
        Optional<String> key = nodes.size() > 1
                ? Optional.of(RequestKey.of(operator, ids.next(ids.now()).value()))
                : Optional.empty();
        return send(commands(order, nodes, operator, key));
    }

    /** Sends what the controller itself wants, under the name of its key if it has one, else under this one. */
    public Receipt issueOwn(Order order, String otherwise) throws Refused, InterruptedException {
        List<NodeName> nodes = someTargets(order);
        List<Command> own = orders(order, nodes, admission.ownName().orElse(otherwise), Optional.empty());
        return send(admission.admitOwn(own));
    }

    /**
     * Sends what an earlier request with the same key has not sent. Targets by a condition are looked up anew, so nodes
     * for which it holds only now get the command now; no node gets it twice.
     */
    public Receipt issueOnce(Order order, String operator, String requestKey) throws Refused, InterruptedException {
        return locks.under(requestKey, () -> {
            Earlier.Request before = earlier.find(requestKey);
            SameRequest.check(order, before);
            Set<NodeName> known = before.commands().stream().map(Sent::node).collect(Collectors.toSet());
            List<NodeName> missing = new ArrayList<>(known.isEmpty() ? someTargets(order) : targets(order));
            missing.removeAll(known);
            return joined(before, send(commands(order, missing, operator, Optional.of(requestKey))));
        });
    }

    private List<NodeName> someTargets(Order order) throws Refused {
        List<NodeName> nodes = targets(order);
        if (nodes.isEmpty()) {
            throw new Refused(
                    Reason.NO_TARGETS,
                    "targets",
                    "field \"targets\" names no node: use targets that at least one enrolled node belongs to");
        }
        return nodes;
    }

    private List<NodeName> targets(Order order) throws Refused {
        return order.targets().match(new Targets.Cases<List<NodeName>>() {
            @Override
            public List<NodeName> named(List<NodeName> nodes) throws Refused {
                return allEnrolled(nodes);
            }

            @Override
            public List<NodeName> where(String condition) throws Refused {
                return fleet.where(condition);
            }

            @Override
            public List<NodeName> all() throws Refused {
                return fleet.all();
            }
        });
    }

    private List<NodeName> allEnrolled(List<NodeName> nodes) throws Refused {
        List<NodeName> strangers = new ArrayList<>(nodes);
        strangers.removeAll(new HashSet<>(fleet.enrolledAmong(nodes)));
        if (!strangers.isEmpty()) {
            refuseRevoked(fleet, strangers, "targets.nodes");
            throw new Refused(
                    Reason.UNKNOWN_NODES,
                    "targets.nodes",
                    "field \"targets.nodes\" names nodes that are not enrolled: " + Words.list(strangers)
                            + "; use enrolled nodes (GET /api/v1/nodes); nothing was sent",
                    strangers);
        }
        return nodes;
    }

    /** Refuses what is for nodes that were cut off; other strangers are the caller's business. */
    static void refuseRevoked(Fleet fleet, Collection<NodeName> nodes, String field) throws Refused {
        List<NodeName> revoked = new ArrayList<>(nodes);
        revoked.retainAll(fleet.revoked());
        if (!revoked.isEmpty()) {
            throw new Refused(
                    Reason.REVOKED_NODES,
                    field,
                    "field \"" + field + "\" names nodes that are revoked: " + Words.list(revoked)
                            + "; let them in again with 'steward enrol NODE', or leave them out; nothing was sent",
                    revoked);
        }
    }

    private List<Command> commands(Order order, List<NodeName> nodes, String operator, Optional<String> key)
            throws Refused {
        List<Command> admitted = new ArrayList<>(admission.admit(orders(order, nodes, operator, key)));
        if (!admitted.isEmpty()) {
            Command first = admission.signed(admitted.get(0));
            checkSize(first);
            admitted.set(0, first);
        }
        return admitted;
    }

    private List<Command> orders(Order order, List<NodeName> nodes, String operator, Optional<String> key) {
        Instant now = ids.now();
        List<Command> commands = new ArrayList<>(nodes.size());
        for (NodeName node : nodes) {
            commands.add(new Command(
                    ids.next(now),
                    Subject.command(
                            node, order.process().method(), order.process().domain()),
                    operator,
                    now,
                    order.expiresAt(),
                    order.timeout(),
                    order.onCrash(),
                    order.supersedes(),
                    order.args(),
                    order.reason(),
                    key));
        }
        return commands;
    }

    // All commands of an order have the same size but for the node's name, which is not in the message.
    static void checkSize(Command command) throws Refused {
        int size = Codec.encode(command).length;
        if (size > Codec.LARGEST_COMMAND) {
            throw new Refused(
                    Reason.TOO_LARGE,
                    "args",
                    "field \"args\" makes a command of " + size + " bytes: use at most " + Codec.LARGEST_COMMAND);
        }
    }

    private Receipt send(List<Command> commands) throws InterruptedException {
        Receipt receipt = dispatch.send(commands);
        issued.increment(receipt.stored().size());
        return receipt;
    }

    private static Receipt joined(Earlier.Request before, Receipt news) {
        List<Sent> stored = new ArrayList<>(before.commands());
        stored.addAll(news.stored());
        return new Receipt(stored, news.notStored(), news.unknown());
    }
}
