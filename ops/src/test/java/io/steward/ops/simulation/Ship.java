package io.steward.ops.simulation;

import io.steward.agent.journal.VolatileJournal;
import io.steward.model.command.CommandId;
import io.steward.model.subject.NodeName;
import io.steward.model.trust.Policy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A machine: its disk, its clock, what runs on it, and the effects. It outlives its agents. */
final class Ship {
    final NodeName node;
    final World world;
    final Laws laws;
    final VolatileJournal.Disk disk = new VolatileJournal.Disk();
    private final Map<CommandId, List<Run>> runs = new HashMap<>();
    /** The one that its disk holds. */
    Policy policy = Signatures.policy(1);

    Optional<SimulatedAgent> agent = Optional.empty();
    private Duration wrong = Duration.ZERO;
    private int boot = 1;

    Ship(NodeName node, World world, Laws laws) {
        this.node = node;
        this.world = world;
        this.laws = laws;
    }

    String bootId() {
        return node + "-boot-" + boot;
    }

    /** What its clock shows. */
    InstantSource clock() {
        return () -> world.instant().plus(wrong);
    }

    void setClock(Duration off) {
        world.note(node + " has its clock off by " + off);
        wrong = off;
    }

    /** The files of the last start of this attempt. */
    Optional<Run> last(CommandId id, int attempt) {
        List<Run> all = runs.getOrDefault(id, List.of());
        for (int i = all.size() - 1; i >= 0; i--) {
            if (all.get(i).attempt() == attempt) {
                return Optional.of(all.get(i));
            }
        }
        return Optional.empty();
    }

    Run prepared(CommandId id, int attempt) {
        Run run = new Run(this, id, attempt);
        runs.computeIfAbsent(id, any -> new ArrayList<>()).add(run);
        return run;
    }

    /** Everything that runs on it ends, and what no disk holds is gone. */
    void reboot() {
        boot++;
        runs.values().forEach(all -> all.forEach(Run::kill));
    }

    /** One wrapper is killed, if one runs. */
    void killWrapper() {
        List<Run> running = runs.values().stream()
                .flatMap(List::stream)
                .filter(Run::running)
                .toList();
        if (!running.isEmpty()) {
            running.get((int) world.between(0, running.size() - 1)).kill();
        }
    }
}
