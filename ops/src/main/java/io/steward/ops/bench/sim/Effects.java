package io.steward.ops.bench.sim;

import io.steward.agent.method.Handler;
import io.steward.agent.method.Method;
import io.steward.agent.method.Outcome;
import io.steward.agent.method.Recovery;
import io.steward.agent.method.Surroundings;
import io.steward.agent.method.Work;
import io.steward.model.command.CommandId;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A method that does nothing but count its work, so that what is lost or done twice shows. Any thread. */
public final class Effects implements Method {
    public static final String METHOD = "noop";

    private final Set<CommandId> done = ConcurrentHashMap.newKeySet();
    private final AtomicLong twice = new AtomicLong();

    /** How many commands had their effect. */
    public long done() {
        return done.size();
    }

    /** How many effects there were beyond the first of a command. */
    public long twice() {
        return twice.get();
    }

    /** Forgets what was counted. */
    public void reset() {
        done.clear();
        twice.set(0);
    }

    @Override
    public String name() {
        return METHOD;
    }

    @Override
    public boolean servesOnDemand(String domain) {
        return true;
    }

    @Override
    public Handler open(Surroundings surroundings) {
        return new Handler() {
            @Override
            public void check(Work work) {}

            @Override
            public Outcome run(Work work) {
                if (!done.add(work.command().id())) {
                    twice.incrementAndGet();
                }
                return Outcome.done("");
            }

            @Override
            public Recovery recover(Work work) {
                return new Recovery.Unknown("it may have run");
            }

            @Override
            public void close() {}
        };
    }
}
