package io.steward.controller.projection;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** A thread that is there while there is a backlog to write. For one caller's thread. */
final class WriterThread implements FoldAhead.Writer {
    private final String name;
    private @Nullable ExecutorService thread;

    WriterThread(String name) {
        this.name = name;
    }

    @Override
    public Future<?> write(Callable<?> batch) {
        ExecutorService open = thread;
        if (open == null) {
            open = Executors.newSingleThreadExecutor(run -> {
                Thread daemon = new Thread(run, name);
                daemon.setDaemon(true);
                return daemon;
            });
            thread = open;
        }
        return open.submit(batch);
    }

    @Override
    public void rest() {
        if (thread != null) {
            thread.shutdown();
            thread = null;
        }
    }
}
