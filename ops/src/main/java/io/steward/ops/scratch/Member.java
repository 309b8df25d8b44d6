package io.steward.ops.scratch;

import io.steward.ops.up.DataFolder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One process of the fleet, which is started again whenever it is not there, unless it is held down. Any thread; faults
 * may overlap, and each is undone by its own call.
 */
public final class Member {
    private static final Duration BETWEEN_STARTS = Duration.ofMillis(200);
    private static final int LOG_LINES = 15;

    private final String name;
    private final List<String> command;
    private final DataFolder folder;
    private @Nullable Process process;
    private boolean wanted;
    private int held;
    private int paused;
    private int starts;
    private int endsOfItsOwn;
    private OptionalInt lastExit = OptionalInt.empty();
    private long startNotBefore;

    public Member(String name, List<String> command, DataFolder folder) {
        this.name = name;
        this.command = List.copyOf(command);
        this.folder = folder;
    }

    public String name() {
        return name;
    }

    /** How often it ended although nobody killed it. */
    public synchronized int endsOfItsOwn() {
        return endsOfItsOwn;
    }

    /** Its process id, while it runs. */
    public synchronized OptionalLong pid() {
        Process current = process;
        return current != null && current.isAlive() ? OptionalLong.of(current.pid()) : OptionalLong.empty();
    }

    /** How it last ended although nobody killed it. */
    public synchronized OptionalInt lastExit() {
        return lastExit;
    }

    /** The last lines that it wrote. */
    public String lastLines() {
        return folder.logTail(name, LOG_LINES);
    }

    public synchronized int starts() {
        return starts;
    }

    /** From now on it is kept running. */
    public synchronized void want() throws IOException {
        wanted = true;
        tend();
    }

    /** Starts it if it should run and does not. To be called often. */
    public synchronized void tend() throws IOException {
        notice();
        if (process == null && wanted && held == 0 && System.nanoTime() - startNotBefore >= 0) {
            start();
        }
    }

    /** Sees whether it has ended, and leaves it so. */
    public synchronized void notice() {
        Process current = process;
        if (current != null && !current.isAlive()) {
            process = null;
            lastExit = OptionalInt.of(current.exitValue());
            endsOfItsOwn++;
            startNotBefore = System.nanoTime() + BETWEEN_STARTS.toNanos();
        }
    }

    /** SIGKILL; it stays down until {@link #release}. */
    public synchronized void killAndHold() {
        held++;
        Process current = process;
        if (current != null) {
            current.destroyForcibly().onExit().join();
            process = null;
        }
    }

    public synchronized void release() throws IOException {
        held--;
        tend();
    }

    /** SIGSTOP. */
    public synchronized void pause() throws IOException {
        paused++;
        signal("STOP");
    }

    /** SIGCONT, once nobody wants it paused. */
    public synchronized void resume() throws IOException {
        paused--;
        if (paused == 0) {
            signal("CONT");
        }
    }

    /** SIGTERM, and SIGKILL after the patience; it is not started again. */
    public synchronized void end(Duration patience) throws InterruptedException {
        wanted = false;
        Process current = process;
        if (current != null) {
            current.destroy();
            if (!current.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                current.destroyForcibly().onExit().join();
            }
            process = null;
        }
    }

    private void start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.root().toFile())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.log(name).toFile()));
        builder.environment().put(Warden.MARK, folder.root().toString());
        builder.environment().put("SCRATCH_MEMBER", name);
        builder.environment().keySet().removeIf(key -> key.startsWith("STEWARD_"));
        process = builder.start();
        process.getOutputStream().close();
        starts++;
        DataFolder.writePrivate(folder.pidFile(name), process.pid() + "\n");
    }

    private void signal(String word) throws IOException {
        Process current = process;
        if (current != null && current.isAlive()) {
            Process kill = new ProcessBuilder("kill", "-" + word, Long.toString(current.pid()))
                    .redirectErrorStream(true)
                    .start();
            kill.onExit().join();
        }
    }
}
