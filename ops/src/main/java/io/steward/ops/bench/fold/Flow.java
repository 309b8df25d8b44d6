package io.steward.ops.bench.fold;

import io.steward.ops.scratch.ScratchSite;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Commands that flow all the while, a script told on at a steady pace. Its own thread; another one ends it. */
final class Flow implements AutoCloseable {
    private static final int AT_ONCE = 20;
    private static final int PAUSE_MILLIS = 100;

    private final ScratchSite site;
    private final Script script;
    private final Thread thread = new Thread(this::run, "flow");
    private volatile boolean ending;
    private volatile long published;
    private volatile @Nullable Exception failed;

    Flow(ScratchSite site, Script script) {
        this.site = site;
        this.script = script;
        thread.setDaemon(true);
        thread.start();
    }

    /** After it has ended: how many entries. */
    long published() throws IOException {
        Exception problem = failed;
        if (problem != null) {
            throw new IOException("commands could not be published meanwhile: " + problem.getMessage(), problem);
        }
        return published;
    }

    private void run() {
        try (Recorder recorder = new Recorder(site)) {
            long count = 0;
            while (!ending) {
                for (int i = 0; i < AT_ONCE; i++) {
                    Script.Line line = script.next();
                    recorder.put(line.subject(), line.body());
                    count++;
                }
                recorder.await();
                published = count;
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        } catch (IOException e) {
            failed = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns when all that was published is stored. */
    void end() throws InterruptedException {
        ending = true;
        thread.join();
    }

    @Override
    public void close() {
        ending = true;
        thread.interrupt();
    }
}
