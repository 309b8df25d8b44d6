package io.steward.controller.issue;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.steward.controller.issue.Receipt.Sent;
import io.steward.controller.issue.Receipt.Unsent;
import io.steward.controller.issue.Refused.Reason;
import io.steward.controller.read.StateReader;
import io.steward.model.command.Command;
import io.steward.model.command.CommandId;
import io.steward.model.subject.NodeName;
import io.steward.model.wire.Codec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Hands commands that their issuers have signed to the log, as they are, and waits until it has stored all of them.
 *
 * <p>Any thread; it holds nothing. A command that the log has already is answered for and not sent again: of a young id
 * the log knows that itself, of an old one the state database does.
 */
public final class SignedIssuer {
    /** Half of the time within which the log surely recognises an id. */
    private static final Duration YOUNG = Duration.ofMinutes(5);

    private static final Duration CATCH_UP = Duration.ofSeconds(15);

    private final CommandLog log;
    private final Fleet fleet;
    private final Earlier earlier;
    private final Admission admission;
    private final CatchUp catchUp;
    private final StateReader state;
    private final InstantSource clock;
    private final Counter issued;
    private final KeyLocks locks = new KeyLocks();

    public SignedIssuer(
            CommandLog log,
            Fleet fleet,
            Earlier earlier,
            Admission admission,
            CatchUp catchUp,
            StateReader state,
            InstantSource clock,
            MeterRegistry meters) {
        this.log = log;
        this.fleet = fleet;
        this.earlier = earlier;
        this.admission = admission;
        this.catchUp = catchUp;
        this.state = state;
        this.clock = clock;
        this.issued = Issuer.counter(meters);
    }

    /** The policy that is asked here, if there is one. */
    public Admission admission() {
        return admission;
    }

    /**
     * Sends those that the log has not yet.
     *
     * @param commands each signed, no id twice
     */
    public Receipt issue(List<Command> commands) throws Refused, InterruptedException {
        check(commands);
        return send(commands, known(commands));
    }

    /**
     * Sends what an earlier request with this key has not sent: a node that got a command under it gets no other one.
     *
     * @param requestKey the one that all commands carry
     */
    public Receipt issueOnce(List<Command> commands, String requestKey) throws Refused, InterruptedException {
        check(commands);
        return locks.under(requestKey, () -> {
            Earlier.Request before = earlier.find(requestKey);
            SameRequest.check(commands.get(0), before);
            Map<NodeName, CommandId> had = new HashMap<>();
            before.commands().forEach(sent -> had.put(sent.node(), sent.id()));
            List<Sent> there = new ArrayList<>();
            for (Command command : commands) {
                @Nullable CommandId id = had.get(command.node());
                if (id != null) {
                    there.add(new Sent(id, command.node()));
                }
            }
            List<Command> missing = commands.stream()
                    .filter(command -> !had.containsKey(command.node()))
                    .toList();
            Receipt receipt = send(missing, known(missing));
            there.addAll(receipt.stored());
            return new Receipt(there, receipt.notStored(), receipt.unknown());
        });
    }

    private void check(List<Command> commands) throws Refused {
        Set<NodeName> strangers =
                new LinkedHashSet<>(commands.stream().map(Command::node).toList());
        strangers.removeAll(fleet.enrolledAmong(strangers));
        if (!strangers.isEmpty()) {
            Issuer.refuseRevoked(fleet, strangers, "commands.node");
            throw new Refused(
                    Reason.UNKNOWN_NODES,
                    "commands.node",
                    "field \"commands.node\" names nodes that are not enrolled: " + Words.list(strangers)
                            + "; use enrolled nodes (GET /api/v1/nodes); nothing was sent",
                    List.copyOf(strangers));
        }
        for (Command command : commands) {
            Issuer.checkSize(command);
        }
        admission.check(commands);
    }

    private Set<CommandId> known(List<Command> commands) throws Refused, InterruptedException {
        Instant now = clock.instant();
        List<Command> old =
                commands.stream().filter(command -> !young(command.id(), now)).toList();
        Set<CommandId> known = new LinkedHashSet<>();
        if (!old.isEmpty() && !catchUp.await(CATCH_UP)) {
            throw new Refused(
                    Reason.NOT_CAUGHT_UP,
                    "commands",
                    "whether these commands were sent before can't be told now, so nothing was sent: ask again");
        }
        for (Command command : old) {
            Optional<Map<String, @Nullable Object>> row = state.command(command.id());
            if (row.isPresent() && !same(command, row.get())) {
                throw taken(List.of(command));
            }
            row.ifPresent(there -> known.add(command.id()));
        }
        return known;
    }

    private boolean same(Command command, Map<String, @Nullable Object> row) {
        String process = row.get("method") + "." + row.get("domain");
        String message = new String(Codec.encode(command), StandardCharsets.UTF_8);
        return command.node().value().equals(row.get("node"))
                && command.subject().process().toString().equals(process)
                && state.message(command.id()).equals(Optional.of(message));
    }

    private static boolean young(CommandId id, Instant now) {
        Instant made = Instant.ofEpochMilli(UUID.fromString(id.value()).getMostSignificantBits() >>> 16);
        return Duration.between(made, now).abs().compareTo(YOUNG) < 0;
    }

    private Receipt send(List<Command> commands, Set<CommandId> known) throws Refused, InterruptedException {
        List<Command> pending = commands.stream()
                .filter(command -> !known.contains(command.id()))
                .toList();
        List<Fate> fates = log.store(pending);
        Map<CommandId, Fate> byId = new HashMap<>();
        List<Command> taken = new ArrayList<>();
        for (int i = 0; i < pending.size(); i++) {
            byId.put(pending.get(i).id(), fates.get(i));
            if (fates.get(i).kind() == Fate.Kind.TAKEN) {
                taken.add(pending.get(i));
            }
        }
        if (!taken.isEmpty()) {
            throw taken(taken);
        }
        Receipt receipt = sorted(commands, byId);
        issued.increment(receipt.stored().size() - (double) known.size());
        return receipt;
    }

    private static Receipt sorted(List<Command> commands, Map<CommandId, Fate> fates) {
        List<Sent> stored = new ArrayList<>();
        List<Unsent> notStored = new ArrayList<>();
        List<Unsent> unknown = new ArrayList<>();
        for (Command command : commands) {
            Fate fate = fates.getOrDefault(command.id(), Fate.STORED);
            Unsent unsent = new Unsent(command.id(), command.node(), fate);
            switch (fate.kind()) {
                case STORED -> stored.add(new Sent(command.id(), command.node()));
                case NOT_STORED, TAKEN -> notStored.add(unsent);
                case UNKNOWN -> unknown.add(unsent);
            }
        }
        return new Receipt(stored, notStored, unknown);
    }

    private static Refused taken(List<Command> commands) {
        return new Refused(
                Reason.ID_TAKEN,
                "commands.message.id",
                "the log has other commands under the ids "
                        + Words.list(commands.stream().map(Command::id).toList())
                        + ": use new ids for these, the others are stored",
                commands.stream().map(Command::node).toList());
    }
}
