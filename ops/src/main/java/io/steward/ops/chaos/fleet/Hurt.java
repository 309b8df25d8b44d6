package io.steward.ops.chaos.fleet;

import io.steward.ops.chaos.plan.Fault;
import java.io.IOException;

/** Does faults to a fleet and undoes them. Stateless; any thread. */
public final class Hurt {
    private Hurt() {}

    public static void strike(ScratchFleet fleet, Fault fault) throws IOException {
        String target = fault.target();
        switch (fault.kind()) {
            case AGENT_KILL, CONTROLLER_KILL, BROKER_KILL ->
                fleet.member(target).killAndHold();
            case AGENT_PAUSE, CONTROLLER_PAUSE, BROKER_PAUSE ->
                fleet.member(target).pause();
            case LINK_CUT -> fleet.wire(target).cut();
            case LINK_DELAY -> fleet.wire(target).slow(fault.delay());
            case LINK_HALF_OPEN -> fleet.wire(target).stall();
            case DISK_FULL -> fleet.disk(target).fill();
            case BROKER_TRUNCATE -> {
                fleet.member(target).killAndHold();
                PowerCut.truncate(fleet.brokerStore(target), PowerCut.LOST_BYTES);
            }
        }
    }

    public static void mend(ScratchFleet fleet, Fault fault) throws IOException {
        String target = fault.target();
        switch (fault.kind()) {
            case AGENT_KILL, CONTROLLER_KILL, BROKER_KILL, BROKER_TRUNCATE ->
                fleet.member(target).release();
            case AGENT_PAUSE, CONTROLLER_PAUSE, BROKER_PAUSE ->
                fleet.member(target).resume();
            case LINK_CUT -> fleet.wire(target).mend();
            case LINK_DELAY -> fleet.wire(target).quicken(fault.delay());
            case LINK_HALF_OPEN -> fleet.wire(target).unstall();
            case DISK_FULL -> fleet.disk(target).free();
        }
    }
}
