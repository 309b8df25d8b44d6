package io.steward.controller.intake;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One listener's connection: a bounded queue of bytes that is written as fast as the network takes it, without a thread.
 *
 * <p>Any thread may send; none ever waits. Whoever is further behind than {@link #MOST_BEHIND}, or takes nothing for a
 * while, is dropped; it can come back and go on where it was.
 */
final class StreamClient implements WriteListener, AsyncListener {
    /** Bytes that may wait for one listener. */
    static final int MOST_BEHIND = 4 * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(StreamClient.class);
    private static final long STUCK_NANOS = 30_000_000_000L;

    private final AsyncContext async;
    private final ServletOutputStream out;
    private final Consumer<StreamClient> gone;
    private final Deque<byte[]> queue = new ArrayDeque<>();
    private long waiting;
    private long lastProgress = System.nanoTime();
    private boolean begun;
    private boolean unflushed;
    private boolean closed;

    StreamClient(AsyncContext async, ServletOutputStream out, Consumer<StreamClient> gone) {
        this.async = async;
        this.out = out;
        this.gone = gone;
    }

    void begin() {
        async.addListener(this);
        out.setWriteListener(this);
    }

    /** Queues the bytes; false: it is gone, or dropped by this. */
    synchronized boolean send(byte[] bytes) {
        if (closed) {
            return false;
        }
        queue.add(bytes);
        waiting += bytes.length;
        pump();
        if (waiting > MOST_BEHIND || stuck()) {
            close();
        }
        return !closed;
    }

    /** Whether more may be sent without the danger of being dropped. */
    synchronized boolean roomy() {
        return waiting < MOST_BEHIND / 2;
    }

    synchronized boolean closed() {
        return closed;
    }

    synchronized void close() {
        if (!closed) {
            closed = true;
            queue.clear();
            gone.accept(this);
            // On another thread: the server writes when it ends a response, and nobody here may wait for that.
            ForkJoinPool.commonPool().execute(this::end);
        }
    }

    private void end() {
        try {
            async.complete();
        } catch (IllegalStateException e) {
            LOG.debug("a listener's response had ended: {}", e.getMessage());
        }
    }

    @Override
    public synchronized void onWritePossible() {
        begun = true;
        pump();
    }

    @Override
    public void onError(Throwable failure) {
        close();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        close();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        close();
    }

    @Override
    public void onError(AsyncEvent event) {
        close();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {}

    private boolean stuck() {
        return waiting > 0 && System.nanoTime() - lastProgress > STUCK_NANOS;
    }

    private void pump() {
        try {
            while (begun && !closed && out.isReady()) {
                lastProgress = System.nanoTime();
                byte[] next = queue.poll();
                if (next != null) {
                    waiting -= next.length;
                    out.write(next);
                    unflushed = true;
                } else if (unflushed) {
                    unflushed = false;
                    out.flush();
                } else {
                    return;
                }
            }
        } catch (IOException e) {
            close();
        }
    }
}
