package io.steward.ops.simulation;

import io.steward.model.command.CommandId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One start under the wrapper, as its files tell it: whoever claims it first has it; the wrapper then has its effect and
 * leaves an exit code. It outlives the agent, but not the machine.
 */
final class Run {
    private enum Claim {
        NOBODY,
        AGENT,
        WRAPPER
    }

    private final Ship ship;
    private final CommandId id;
    private final int attempt;
    private final List<Pause> waiting = new ArrayList<>();
    private Claim claim = Claim.NOBODY;
    private boolean dead;
    private Optional<Integer> exitCode = Optional.empty();

    Run(Ship ship, CommandId id, int attempt) {
        this.ship = ship;
        this.id = id;
        this.attempt = attempt;
    }

    int attempt() {
        return attempt;
    }

    /** Starts the wrapper, which takes a moment, or longer on a machine with much to do. */
    void spawn(long millis, int code) {
        World world = ship.world;
        world.in(world.chance(10) ? world.between(1, 8000) : world.between(1, 40), () -> {
            if (dead || claim != Claim.NOBODY) {
                return;
            }
            claim = Claim.WRAPPER;
            world.in(world.between(0, millis), this::effect);
            world.in(millis, () -> exit(code));
        });
    }

    /** True if the wrapper has not had it, and now never will. */
    boolean claimForAgent() {
        if (claim == Claim.NOBODY) {
            claim = Claim.AGENT;
        }
        return claim == Claim.AGENT;
    }

    boolean running() {
        return claim == Claim.WRAPPER && !over();
    }

    boolean over() {
        return dead || exitCode.isPresent();
    }

    Optional<Integer> exitCode() {
        return exitCode;
    }

    void kill() {
        if (!over()) {
            dead = true;
            waiting.forEach(Pause::end);
        }
    }

    /** That wait ends when this does. */
    void wake(Pause pause) {
        waiting.add(pause);
    }

    private void effect() {
        if (!dead) {
            ship.laws.effect(ship.node, id, attempt);
        }
    }

    private void exit(int code) {
        if (!dead) {
            exitCode = Optional.of(code);
            waiting.forEach(Pause::end);
        }
    }
}
