package io.steward.ops.simulation;

import io.steward.agent.process.Scheduling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/** Threads and time of one agent, until it crashes. */
final class VirtualScheduling implements Scheduling {
    private final World world;
    private final BooleanSupplier alive;
    private final List<Pause> pauses = new ArrayList<>();

    VirtualScheduling(World world, BooleanSupplier alive) {
        this.world = world;
        this.alive = alive;
    }

    @Override
    public Executor workers() {
        return this::later;
    }

    @Override
    public Executor controls() {
        return this::later;
    }

    @Override
    public Alarm alarm(Duration after, Runnable call) {
        boolean[] off = {false};
        world.in(after.toMillis(), () -> {
            if (!off[0] && alive.getAsBoolean()) {
                call.run();
            }
        });
        return () -> off[0] = true;
    }

    @Override
    public boolean await(CompletableFuture<?> done, Duration most) {
        if (!done.isDone()) {
            Pause pause = pause();
            done.thenRun(pause::end);
            pause.endIn(most.toMillis());
            pause.begin();
        }
        return done.isDone();
    }

    @Override
    public void close() {
        pauses.forEach(Pause::end);
    }

    /** A wait that ends with the agent at the latest. */
    Pause pause() {
        Pause pause = new Pause(world);
        pauses.add(pause);
        return pause;
    }

    private void later(Runnable task) {
        world.in(world.between(0, 3), () -> {
            if (alive.getAsBoolean()) {
                world.strands.start(task, alive);
            }
        });
    }
}
