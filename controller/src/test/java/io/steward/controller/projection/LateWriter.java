package io.steward.controller.projection;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/** Writes as late as can be, in the thread that waits for it: what was not waited for when a process dies never was. */
final class LateWriter implements FoldAhead.Writer {
    private static final class Late<T> extends FutureTask<T> {
        Late(Callable<T> batch) {
            super(batch);
        }

        @Override
        public T get() throws InterruptedException, ExecutionException {
            run();
            return super.get();
        }
    }

    @Override
    public Future<?> write(Callable<?> batch) {
        return new Late<>(batch);
    }

    @Override
    public void rest() {}
}
