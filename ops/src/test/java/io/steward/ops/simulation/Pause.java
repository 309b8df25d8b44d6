package io.steward.ops.simulation;

import io.steward.ops.simulation.Strands.Strand;
import java.util.Objects;

/** One wait of one strand: ends once, by whichever comes first. */
final class Pause {
    private final World world;
    private final Strand strand;
    private boolean ended;

    Pause(World world) {
        this.world = world;
        this.strand = Objects.requireNonNull(world.strands.current(), "only a strand can wait");
    }

    /** Ends it, as the next thing that happens. */
    void end() {
        if (!ended) {
            ended = true;
            world.in(0, () -> world.strands.resume(strand));
        }
    }

    void endIn(long millis) {
        world.in(millis, this::end);
    }

    void begin() {
        world.strands.pause(strand);
    }

    static void sleep(World world, long millis) {
        Pause pause = new Pause(world);
        pause.endIn(millis);
        pause.begin();
    }
}
