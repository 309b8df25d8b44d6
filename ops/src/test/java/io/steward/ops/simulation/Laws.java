package io.steward.ops.simulation;

import io.steward.agent.journal.Entry;
import io.steward.agent.journal.VolatileJournal;
import io.steward.agent.method.Work;
import io.steward.model.command.Command;
import io.steward.model.command.CommandId;
import io.steward.model.command.OnCrash;
import io.steward.model.command.Status;
import io.steward.model.fold.CommandState;
import io.steward.model.fold.LogEntry;
import io.steward.model.subject.NodeName;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What must hold, looked at whenever something happens that could break it. */
final class Laws {
    private static final Duration TOLERANCE = Duration.ofSeconds(60);
    private static final Duration ROUNDING = Duration.ofMillis(50);

    private final World world;
    private final Folding folding = new Folding();
    private final Map<CommandId, Integer> effects = new HashMap<>();
    private final Map<String, Long> lastStarted = new HashMap<>();
    private final Map<NodeName, Set<CommandId>> inCustody = new HashMap<>();
    private final Map<Long, CommandId> places = new HashMap<>();
    private final Set<CommandId> forged = new HashSet<>();
    private final Set<NodeName> gaveUp = new HashSet<>();
    private boolean clocksAreRight = true;
    private boolean outOfOrder;

    Laws(World world) {
        this.world = world;
    }

    Map<CommandId, CommandState> states() {
        return folding.states();
    }

    boolean anyGaveUp() {
        return !gaveUp.isEmpty();
    }

    /** Something ran before what it should have followed, after the wait for that was given up. */
    boolean outOfOrder() {
        return outOfOrder;
    }

    int effects(CommandId id) {
        return effects.getOrDefault(id, 0);
    }

    /** The log has stored something. */
    void stored(LogEntry entry) {
        Folding.Step step = folding.fold(entry);
        if (folding.orphans() > 0) {
            throw new Broken("an ACK of a command that was never stored: " + entry);
        }
        step.after().ifPresent(after -> {
            places.put(entry.seq(), after.id());
            world.note("log " + entry.seq() + ": " + after.id() + " on " + after.node() + " is " + after.status());
            if (after.conflicts() > 0) {
                throw new Broken("the log contradicts itself about " + after.id() + ", " + after.status());
            }
            step.before().filter(before -> before.status().terminal()).ifPresent(before -> {
                if (before.status() != after.status()) {
                    throw new Broken(after.id() + " was " + before.status() + " and became " + after.status());
                }
            });
            notTooEarly(after);
        });
    }

    /** The broker has heard that the node has it, and forgets it. */
    void custody(Ship ship, long place) {
        CommandId id = java.util.Objects.requireNonNull(places.get(place));
        inCustody.computeIfAbsent(ship.node, any -> new HashSet<>()).add(id);
    }

    /** An agent is gone, and with it what was not on its disk. */
    void crashed(Ship ship, VolatileJournal journal) {
        for (CommandId id : inCustody.getOrDefault(ship.node, Set.of())) {
            if (journal.entry(id).isEmpty()) {
                throw new Broken(ship.node + " acked " + id + " to the broker and does not have it after a crash");
            }
        }
    }

    /** Nobody signed this one. */
    void forged(CommandId id) {
        forged.add(id);
    }

    boolean isForged(CommandId id) {
        return forged.contains(id);
    }

    /** A clock was set wrong: before its agent has measured that, a command may expire early. */
    void clockSet() {
        clocksAreRight = false;
    }

    /** Deliveries that were lost did not come again in time, so order is no longer promised. */
    void gaveUp(Ship ship) {
        world.note(ship.node + " waits no longer for lost deliveries");
        gaveUp.add(ship.node);
    }

    /** Work is about to begin. */
    void started(Ship ship, Work work) {
        Command command = work.command();
        if (forged.contains(command.id())) {
            throw new Broken(command.id() + " starts, and nobody signed it");
        }
        SimulatedAgent agent = ship.agent.orElseThrow();
        Entry entry = agent.journal.entry(command.id()).orElseThrow();
        world.note(ship.node + " starts " + command.id() + " of place " + entry.streamSeq() + ", attempt "
                + work.attempt());
        if (entry.status() != Status.STARTED) {
            throw new Broken(command.id() + " starts while the journal says " + entry.status());
        }
        String process = ship.node + " " + command.subject().process();
        long last = lastStarted.getOrDefault(process, 0L);
        if (entry.streamSeq() < last && gaveUp.contains(ship.node)) {
            outOfOrder = true;
        } else if (entry.streamSeq() < last) {
            throw new Broken(
                    command.id() + " of place " + entry.streamSeq() + " starts after place " + last + " on " + process);
        }
        lastStarted.put(process, Math.max(last, entry.streamSeq()));
        notTooLate(command, agent, work.attempt());
    }

    void effect(NodeName node, CommandId id, int attempt) {
        int times = effects.merge(id, 1, Integer::sum);
        world.note(node + " has effect " + times + " of " + id + ", attempt " + attempt);
        boolean once = command(id).onCrash() == OnCrash.REPORT;
        int most = once ? 1 : SimulatedAgent.ATTEMPTS;
        if (times > most || (once && attempt > 1)) {
            throw new Broken(id + " had its effect " + times + " times, attempt " + attempt);
        }
    }

    private Command command(CommandId id) {
        return java.util.Objects.requireNonNull(folding.states().get(id)).command();
    }

    // Only from when the agent could measure its clock, and give or take what a message can be late.
    private void notTooLate(Command command, SimulatedAgent agent, int attempt) {
        Instant latest =
                command.expiresAt().orElse(Instant.MAX.minus(TOLERANCE)).plus(TOLERANCE);
        if (attempt == 1 && agent.skewKnown() && world.instant().isAfter(latest)) {
            throw new Broken(command.id() + " starts long after " + command.expiresAt());
        }
    }

    private void notTooEarly(CommandState state) {
        if (state.status() == Status.EXPIRED
                && world.instant()
                        .plus(ROUNDING)
                        .isBefore(state.command().expiresAt().orElseThrow())
                && clocksAreRight) {
            throw new Broken(state.id() + " expired before " + state.command().expiresAt());
        }
    }
}
