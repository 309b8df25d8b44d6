package io.steward.ops.bench.fleet;

import io.steward.ops.bench.Workbench;
import io.steward.ops.bench.fleet.Ending.Ended;
import io.steward.ops.bench.report.Figure;
import io.steward.ops.bench.report.Goal;
import io.steward.ops.bench.sim.SimulatedNodes;
import io.steward.ops.scratch.ScratchSite;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** What the enrolled fleet goes through, in this order. One thread. */
final class Voyage {
    private static final Duration COMES_WITHIN = Duration.ofSeconds(60);

    private final FleetPlan plan;
    private final Workbench workbench;
    private final ScratchSite site;
    private final Operators operators;
    private final SimulatedNodes nodes;
    private final Measured measured;
    private final Ending ending;
    private long asked;

    Voyage(
            FleetPlan plan,
            Workbench workbench,
            ScratchSite site,
            Operators operators,
            SimulatedNodes nodes,
            Measured measured) {
        this.plan = plan;
        this.workbench = workbench;
        this.site = site;
        this.operators = operators;
        this.nodes = nodes;
        this.measured = measured;
        this.ending = new Ending(operators, workbench.most());
    }

    /** One command to all, several times; the first ones are not counted. */
    void fanOut() throws IOException, InterruptedException {
        workbench.say("starting the nodes");
        nodes.start();
        awaitOnline();
        workbench.say("warming up with " + plan.warmRounds() + " command(s) to each");
        for (int i = 0; i < plan.warmRounds(); i++) {
            toAll();
        }
        for (int i = 1; i <= plan.rounds(); i++) {
            Ended round = toAll();
            measured.fannedOut(round);
            workbench.say("round " + i + " of " + plan.rounds() + ": all done in " + Figure.plain(round.seconds())
                    + " s, " + Figure.plain(round.rate(plan.nodes())) + " a second");
        }
        nodes.check();
        if (nodes.effects().done() != asked || nodes.effects().twice() > 0) {
            throw new IOException(
                    asked + " commands succeeded; " + nodes.effects().done() + " had an effect, and "
                            + nodes.effects().twice() + " effects came again");
        }
    }

    /** Nothing but heartbeats. */
    void steady() throws IOException, InterruptedException {
        workbench.say("watching for " + plan.steady().toSeconds() + " s while nothing is asked");
        Footprint controller = Footprint.of(site.controller());
        Footprint broker = Footprint.of(site.broker());
        TimeUnit.MILLISECONDS.sleep(plan.steady().toMillis());
        double controllerCpu = Footprint.of(site.controller()).percentSince(controller);
        double brokerCpu = Footprint.of(site.broker()).percentSince(broker);
        measured.add(Figure.of("fleet.heartbeats.online", (double) operators.online(), "nodes")
                .beside(plan.nodes())
                .towards(Goal.ratioAtLeast(1)));
        measured.add(Figure.of("fleet.heartbeats.controller.cpu", controllerCpu, "%"));
        measured.add(Figure.of("fleet.heartbeats.broker.cpu", brokerCpu, "%"));
        measured.add(Figure.of("fleet.heartbeats.controller.cpu.per1000", plan.perThousand(controllerCpu), "%"));
    }

    /** All vanish, are sent commands, and come back at once. */
    void storm() throws IOException, InterruptedException {
        nodes.stop();
        nodes.effects().reset();
        long commands = (long) plan.each() * plan.nodes();
        workbench.say("all nodes are away; sending " + plan.each() + " commands to each");
        long sending = System.nanoTime();
        for (int i = 0; i < plan.each(); i++) {
            Operators.result(operators.sendToAll());
        }
        measured.rate("fleet.issue", commands * 1e9 / (System.nanoTime() - sending));
        ending.awaitWaiting(commands);
        asked += commands;
        workbench.say("all nodes come back");
        long begun = System.nanoTime();
        nodes.start();
        checkBack(begun);
        Ended ended = ending.await(asked, begun, List.of());
        measured.stormed(ended);
        workbench.say("all done in " + Figure.plain(ended.seconds()) + " s");
        nodes.check();
        proof(commands);
    }

    private void checkBack(long begun) throws IOException {
        double seconds = (System.nanoTime() - begun) / 1e9;
        measured.add(Figure.of("fleet.storm.back", seconds, "s").towards(Goal.valueAtMost(10)));
    }

    private void proof(long commands) throws IOException {
        long lost = commands - nodes.effects().done();
        measured.add(Figure.of("fleet.storm.lost", (double) lost, "commands").towards(Goal.valueAtMost(0)));
        long twice = nodes.effects().twice() + operators.doubted();
        measured.add(Figure.of("fleet.storm.twice", (double) twice, "commands").towards(Goal.valueAtMost(0)));
    }

    private Ended toAll() throws IOException, InterruptedException {
        asked += plan.nodes();
        long begun = System.nanoTime();
        Future<Void> sent = operators.sendToAll();
        return ending.await(asked, begun, List.of(sent));
    }

    private void awaitOnline() throws IOException, InterruptedException {
        long begun = System.nanoTime();
        Duration within = workbench.most().compareTo(COMES_WITHIN) > 0 ? workbench.most() : COMES_WITHIN;
        long online = operators.online();
        while (online < plan.nodes()) {
            if (System.nanoTime() - begun > within.toNanos()) {
                throw new IOException("only " + online + " of " + plan.nodes() + " nodes are online after "
                        + within.toSeconds() + " s");
            }
            TimeUnit.MILLISECONDS.sleep(200);
            online = operators.online();
        }
    }
}
