package io.steward.agent;

import io.steward.agent.method.Handler;
import io.steward.agent.method.Method;
import io.steward.agent.method.Outcome;
import io.steward.agent.method.Recovery;
import io.steward.agent.method.Surroundings;
import io.steward.agent.method.Work;
import io.steward.model.command.BadArgs;
import io.steward.model.command.Output;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.awaitility.Awaitility;

/**
 * A method for tests: writes down every run. {@code args.say} is printed; {@code args.wait} lasts until it is stopped or
 * {@link #permits} has one for it.
 */
public final class RecordingMethod implements Method {
    public final List<String> runs = new CopyOnWriteArrayList<>();
    public final List<String> recoveries = new CopyOnWriteArrayList<>();
    public final Semaphore permits = new Semaphore(0);
    public volatile Recovery recovery = new Recovery.Unknown("nobody knows");

    /** Waits until this has begun to run: that it is told as started comes a moment before. */
    public void awaitRun(String say) {
        Awaitility.await(say + " runs").until(() -> runs.contains(say));
    }

    @Override
    public String name() {
        return "record";
    }

    @Override
    public boolean servesOnDemand(String domain) {
        return !domain.startsWith("asked");
    }

    @Override
    public Handler open(Surroundings surroundings) {
        surroundings.settings().string("bad").ifPresent(bad -> {
            throw new IllegalArgumentException("settings.bad \"" + bad + "\" is not allowed: leave it out");
        });
        return new Recording();
    }

    private final class Recording implements Handler {
        @Override
        public void check(Work work) {
            if (work.command().args().bool("refuse").orElse(false)) {
                throw new BadArgs("refuse", true, "false");
            }
        }

        @Override
        public Outcome run(Work work) throws InterruptedException {
            String say = work.command().args().string("say").orElse("");
            runs.add(say);
            if (work.command().args().bool("throw").orElse(false)) {
                throw new IllegalStateException("thrown on purpose");
            }
            if (work.command().args().bool("wait").orElse(false) && !released(work)) {
                return new Outcome(Optional.empty(), Output.NONE, Optional.empty(), true);
            }
            return Outcome.done(say);
        }

        private boolean released(Work work) throws InterruptedException {
            CountDownLatch over = new CountDownLatch(1);
            work.stop().onRequest(over::countDown);
            while (over.getCount() > 0) {
                if (permits.tryAcquire(10, java.util.concurrent.TimeUnit.MILLISECONDS)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public Recovery recover(Work work) {
            recoveries.add(work.command().args().string("say").orElse(""));
            return recovery;
        }

        @Override
        public void close() {}
    }
}
