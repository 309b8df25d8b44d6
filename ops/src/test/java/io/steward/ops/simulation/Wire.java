package io.steward.ops.simulation;

/**
 * One connection of one agent to the broker: in order each way, late at times. When it is cut, what is on its way down is
 * gone, what is on its way up may still arrive, and the broker learns of it later.
 */
final class Wire {
    private final World world;
    private boolean up = true;
    private boolean down = true;
    private boolean believed = true;
    private long lastUp;
    private long lastDown;
    private long stalledUntil;

    Wire(World world) {
        this.world = world;
    }

    void up(Runnable arrives) {
        lastUp = Math.max(Math.max(lastUp, stalledUntil), world.now() + world.between(1, 20));
        world.in(lastUp - world.now(), () -> {
            if (up) {
                arrives.run();
            }
        });
    }

    void down(Runnable arrives) {
        lastDown = Math.max(Math.max(lastDown, stalledUntil), world.now() + world.between(1, 20));
        world.in(lastDown - world.now(), () -> {
            if (down) {
                arrives.run();
            }
        });
    }

    /** Nothing gets through until then. */
    void stall(long millis) {
        stalledUntil = Math.max(stalledUntil, world.now() + millis);
    }

    boolean stalled() {
        return stalledUntil > world.now();
    }

    void cut() {
        down = false;
        world.in(world.chance(50) ? 0 : world.between(0, 2000), () -> up = false);
        world.in(world.chance(50) ? 0 : world.between(0, 30_000), () -> believed = false);
    }

    /** The agent's end is closed, and where the network works the broker knows at once. */
    void close() {
        if (stalled()) {
            cut();
        }
        down = false;
        believed = believed && stalled();
    }

    /** The broker is gone: both ends know. */
    void end() {
        down = false;
        up = false;
        believed = false;
    }

    /** Whether the broker thinks that somebody is there. */
    boolean believed() {
        return believed;
    }

    boolean open() {
        return down;
    }
}
