package io.steward.ops.simulation;

import java.time.Duration;
import java.util.List;

/** What goes wrong, by chance. */
final class Faults {
    private static final int KINDS = 9;

    private final World world;
    private final Broker broker;
    private final List<Ship> ships;

    Faults(World world, Broker broker, List<Ship> ships) {
        this.world = world;
        this.broker = broker;
        this.ships = ships;
    }

    /** Spreads as many over this time, some of them close behind another. */
    void plan(int many, long millis) {
        long at = 0;
        for (int i = 0; i < many; i++) {
            at = i > 0 && world.chance(30) ? at + world.between(0, 3000) : world.between(0, millis);
            world.in(at, this::one);
        }
    }

    /** Starts the ship's agent, now. */
    void sail(Ship ship) {
        SimulatedAgent agent = new SimulatedAgent(ship, broker);
        ship.agent = java.util.Optional.of(agent);
        agent.start();
    }

    /** Everything that crashed unnoticed is started again. */
    void watch() {
        ships.forEach(ship -> {
            if (!ship.agent.orElseThrow().alive()) {
                sail(ship);
            }
        });
        world.in(world.between(200, 4000), this::watch);
    }

    private void one() {
        Ship ship = ships.get(world.random.nextInt(ships.size()));
        SimulatedAgent agent = ship.agent.orElseThrow();
        int kind = world.random.nextInt(KINDS);
        switch (kind) {
            case 0 -> agent.crash();
            case 1 -> {
                ship.reboot();
                agent.goDown();
                world.note(ship.node + " reboots");
            }
            case 2 -> agent.cut();
            case 3 -> agent.part(world.between(100, 60_000));
            case 4 -> broker.crash(world.between(100, 10_000));
            case 5 -> fill(ship);
            case 6 -> {
                ship.laws.clockSet();
                ship.setClock(Duration.ofMinutes(world.between(-300, 300)));
            }
            case 7 -> ship.killWrapper();
            default -> agent.crashAt = world.random.nextInt(6);
        }
    }

    private void fill(Ship ship) {
        world.note(ship.node + " has a full disk");
        ship.disk.full = true;
        world.in(world.between(100, 40_000), () -> ship.disk.full = false);
    }
}
