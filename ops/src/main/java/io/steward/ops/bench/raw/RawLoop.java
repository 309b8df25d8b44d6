package io.steward.ops.bench.raw;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** A plain loop that starts a program, reads what it prints and waits for its end, in some threads. */
public final class RawLoop {
    private RawLoop() {}

    /** Runs it so many times in all; per second. */
    public static double perSecond(String program, int times, int threads) throws IOException, InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            AtomicInteger left = new AtomicInteger(times);
            Callable<Integer> loop = () -> {
                int done = 0;
                for (; left.getAndDecrement() > 0; done++) {
                    once(program);
                }
                return done;
            };
            long begun = System.nanoTime();
            List<Future<Integer>> loops = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                loops.add(pool.submit(loop));
            }
            int done = 0;
            for (Future<Integer> one : loops) {
                done += one.get();
            }
            return done * 1e9 / (System.nanoTime() - begun);
        } catch (ExecutionException e) {
            throw new IOException(program + " did not run: " + e.getCause().getMessage(), e);
        } finally {
            pool.shutdownNow();
        }
    }

    private static void once(String program) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(program).redirectErrorStream(true).start();
        process.getOutputStream().close();
        process.getInputStream().readAllBytes();
        int exit = process.waitFor();
        if (exit != 0) {
            throw new IOException(program + " ended with " + exit);
        }
    }
}
