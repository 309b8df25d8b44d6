package io.steward.agent.method.shell;

import io.steward.agent.method.Handler;
import io.steward.agent.method.Method;
import io.steward.agent.method.Outcome;
import io.steward.agent.method.Recovery;
import io.steward.agent.method.Surroundings;
import io.steward.agent.method.Work;
import io.steward.model.command.BadArgs;
import java.util.Map;

/**
 * {@code shellcommand}: runs a program ({@code args.argv}, no shell in between) or a script ({@code args.script} with
 * {@code args.interpreter}), with {@code stdin}, {@code env}, {@code cwd} and, if {@code stream} is true, reports what it
 * prints while it runs (contract, section 9). Serves every domain on demand. Takes no settings but
 * {@code concurrency}.
 *
 * <p>The work and its result outlive the agent; arguments, input and environment appear in no process list but as those
 * of the command's own process.
 */
public final class ShellCommand implements Method {
    @Override
    public String name() {
        return "shellcommand";
    }

    @Override
    public boolean servesOnDemand(String domain) {
        return true;
    }

    @Override
    public boolean concurrent() {
        return true;
    }

    @Override
    public Handler open(Surroundings surroundings) {
        return new Commands();
    }

    private static final class Commands implements Handler {
        @Override
        public void check(Work work) {
            Invocation.of(work.command().args());
        }

        @Override
        public Outcome run(Work work) throws InterruptedException {
            return ShellWork.run(work, Invocation.of(work.command().args()), Map.of());
        }

        @Override
        public Recovery recover(Work work) throws InterruptedException {
            return ShellWork.recover(work, streamed(work));
        }

        /** Arguments that a newer agent no longer takes must not keep it from telling the end of the work. */
        private static boolean streamed(Work work) {
            try {
                return work.command().args().bool("stream").orElse(false);
            } catch (BadArgs e) {
                return false;
            }
        }

        @Override
        public void close() {
            // It does nothing by itself.
        }
    }
}
