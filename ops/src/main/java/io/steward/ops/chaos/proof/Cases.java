package io.steward.ops.chaos.proof;

import io.steward.ops.chaos.load.Ledger.Accepted;
import io.steward.ops.chaos.load.Ledger.Cancel;
import io.steward.ops.chaos.plan.Errand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Evidence, sorted by command. Immutable. */
final class Cases {
    /** What an effect says of whose it is. */
    record Owner(String node, int errand) {}

    private final Map<String, Case> byId = new LinkedHashMap<>();
    private final Map<Owner, List<Case>> byOwner = new LinkedHashMap<>();
    private final Map<Owner, List<Effect>> effects = new LinkedHashMap<>();

    Cases(Evidence evidence) {
        Map<String, LogLine> commands = new LinkedHashMap<>();
        Map<String, List<LogLine>> acks = new HashMap<>();
        for (LogLine line : evidence.log()) {
            if (line.command()) {
                commands.putIfAbsent(line.id(), line);
            } else {
                acks.computeIfAbsent(line.id(), id -> new ArrayList<>()).add(line);
            }
        }
        evidence.effects().stream()
                .filter(effect -> !evidence.losses().excuse(effect.command()))
                .forEach(effect -> effects.computeIfAbsent(
                                new Owner(effect.node(), effect.errand()), owner -> new ArrayList<>())
                        .add(effect));
        Map<String, StateRow> rows = new LinkedHashMap<>();
        evidence.states().forEach(row -> rows.put(row.id(), row));
        Map<String, Accepted> accepted = new LinkedHashMap<>();
        evidence.accepted().forEach(one -> accepted.put(one.id(), one));
        for (String id : ids(evidence, commands, acks, rows)) {
            Optional<LogLine> command = Optional.ofNullable(commands.get(id));
            Optional<Owner> owner = owner(command, Optional.ofNullable(accepted.get(id)));
            Case one = new Case(
                    id,
                    command,
                    acks.getOrDefault(id, List.of()),
                    Optional.ofNullable(rows.get(id)),
                    owner.flatMap(
                            o -> Optional.<Errand>ofNullable(evidence.errands().get(o.errand()))),
                    owner.map(o -> effects.getOrDefault(o, List.of())).orElse(List.of()));
            byId.put(id, one);
            owner.ifPresent(
                    o -> byOwner.computeIfAbsent(o, key -> new ArrayList<>()).add(one));
        }
    }

    List<Case> all() {
        return List.copyOf(byId.values());
    }

    Optional<Case> of(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** The commands of one errand on one node: one, if all is well. */
    Map<Owner, List<Case>> byOwner() {
        return byOwner;
    }

    Map<Owner, List<Effect>> effects() {
        return effects;
    }

    private static Optional<Owner> owner(Optional<LogLine> command, Optional<Accepted> accepted) {
        return command.filter(line -> line.errand() > 0)
                .map(line -> new Owner(line.node(), line.errand()))
                .or(() -> accepted.map(one -> new Owner(one.node(), one.errand().number())));
    }

    private static Set<String> ids(
            Evidence evidence,
            Map<String, LogLine> commands,
            Map<String, List<LogLine>> acks,
            Map<String, StateRow> rows) {
        Set<String> ids = new LinkedHashSet<>();
        evidence.accepted().forEach(one -> ids.add(one.id()));
        evidence.cancels().stream().map(Cancel::id).forEach(ids::add);
        ids.addAll(commands.keySet());
        ids.addAll(acks.keySet());
        ids.addAll(rows.keySet());
        ids.removeIf(evidence.losses()::excuse);
        return ids;
    }
}
