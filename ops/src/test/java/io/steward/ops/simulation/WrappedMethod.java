package io.steward.ops.simulation;

import io.steward.agent.method.Handler;
import io.steward.agent.method.Method;
import io.steward.agent.method.Outcome;
import io.steward.agent.method.Recovery;
import io.steward.agent.method.Surroundings;
import io.steward.agent.method.Work;
import io.steward.model.command.Output;
import java.util.Optional;

/** Work as the shell method does it, under a wrapper that outlives the agent, on one ship and for one agent. */
final class WrappedMethod implements Method {
    static final String NAME = "work";

    private final Ship ship;
    private final VirtualScheduling scheduling;

    WrappedMethod(Ship ship, VirtualScheduling scheduling) {
        this.ship = ship;
        this.scheduling = scheduling;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean servesOnDemand(String domain) {
        return true;
    }

    @Override
    public Handler open(Surroundings surroundings) {
        return new Wrapping();
    }

    private final class Wrapping implements Handler {
        @Override
        public void check(Work work) {}

        @Override
        public Outcome run(Work work) {
            ship.laws.started(ship, work);
            pause(2);
            Run run = ship.prepared(work.command().id(), work.attempt());
            pause(2);
            run.spawn(number(work, "millis"), (int) number(work, "exit"));
            return ended(work, run);
        }

        @Override
        public Recovery recover(Work work) {
            Optional<Run> last = ship.last(work.command().id(), work.attempt());
            if (!work.sameBoot()) {
                return last.flatMap(Run::exitCode).isPresent()
                        ? new Recovery.Ended(ended(work, last.get()))
                        : new Recovery.Unknown("the machine went down");
            }
            if (last.isEmpty() || last.get().claimForAgent()) {
                return new Recovery.NeverRan();
            }
            Outcome outcome = ended(work, last.get());
            return outcome.stopped() || outcome.exitCode().isPresent()
                    ? new Recovery.Ended(outcome)
                    : new Recovery.Unknown("the wrapper was killed");
        }

        @Override
        public void close() {}
    }

    private Outcome ended(Work work, Run run) {
        boolean[] stopped = {false};
        if (!run.over()) {
            Pause pause = scheduling.pause();
            run.wake(pause);
            work.stop().onRequest(() -> {
                stopped[0] = !run.over();
                run.kill();
                pause.end();
            });
            pause.begin();
        }
        return new Outcome(run.exitCode(), Output.NONE, Optional.empty(), stopped[0]);
    }

    private void pause(long most) {
        Pause pause = scheduling.pause();
        pause.endIn(ship.world.between(0, most));
        pause.begin();
    }

    private static long number(Work work, String field) {
        return ((Number) java.util.Objects.requireNonNull(
                        work.command().args().fields().get(field)))
                .longValue();
    }
}
