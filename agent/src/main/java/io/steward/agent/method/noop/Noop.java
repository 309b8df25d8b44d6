package io.steward.agent.method.noop;

import io.steward.agent.method.Handler;
import io.steward.agent.method.Method;
import io.steward.agent.method.Outcome;
import io.steward.agent.method.Recovery;
import io.steward.agent.method.Surroundings;
import io.steward.agent.method.Work;

/**
 * {@code noop}: does nothing and says that it is done. What comes back has gone all the way: signature, policy, journal
 * and order in its domain. Serves every domain on demand; takes any arguments and no settings.
 */
public final class Noop implements Method {
    @Override
    public String name() {
        return "noop";
    }

    @Override
    public boolean servesOnDemand(String domain) {
        return true;
    }

    @Override
    public Handler open(Surroundings surroundings) {
        return new Nothing();
    }

    private static final class Nothing implements Handler {
        @Override
        public void check(Work work) {
            // Any arguments are good for nothing.
        }

        @Override
        public Outcome run(Work work) {
            return Outcome.done("");
        }

        @Override
        public Recovery recover(Work work) {
            return new Recovery.NeverRan();
        }

        @Override
        public void close() {
            // It holds nothing.
        }
    }
}
