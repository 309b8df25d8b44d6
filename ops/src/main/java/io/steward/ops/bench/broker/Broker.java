package io.steward.ops.bench.broker;

import io.steward.nats.server.BrokerConfig;
import io.steward.nats.server.FreePort;
import io.steward.ops.scratch.Member;
import io.steward.ops.scratch.NotStarted;
import io.steward.ops.up.DataFolder;
import io.steward.ops.up.PartCommand;
import io.steward.ops.up.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One nats-server on loopback, a process of its own with the settings that are shipped: every write is forced to disk. It
 * keeps port and store when it is started again. One thread; it ends with the warden of its folder at the latest.
 */
public final class Broker {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int LOOK_MILLIS = 5;

    private final Member member;
    private final int port;

    private Broker(Member member, int port) {
        this.member = member;
        this.port = port;
    }

    /** Writes its configuration. Starts nothing. */
    public static Broker layOut(Yard yard, Path binary, String name) throws IOException {
        return layOut(yard, binary, name, "");
    }

    /**
     * As {@link #layOut(Yard, Path, String)}.
     *
     * @param more lines of configuration besides those that are shipped
     */
    public static Broker layOut(Yard yard, Path binary, String name, String more) throws IOException {
        int port = FreePort.any();
        BrokerConfig config = BrokerConfig.loopback(yard.folder().store(name)).withPort(port);
        Path file = yard.folder().root().resolve("conf").resolve(name + ".conf");
        DataFolder.writePrivate(file, config.render(yard.keys()) + more);
        List<String> words = PartCommand.program(List.of(binary.toString(), "--config", file.toString()))
                .words();
        return new Broker(new Member(name, words, yard.folder()), port);
    }

    /** Starts it and answers how long it took until it greeted. */
    public Duration start() throws IOException, InterruptedException {
        long began = System.nanoTime();
        member.want();
        while (!Ports.brokerAnswers(port)) {
            member.notice();
            if (member.lastExit().isPresent()) {
                throw NotStarted.ended(member, member.lastExit().getAsInt());
            }
            if (System.nanoTime() - began > PATIENCE.toNanos()) {
                throw NotStarted.silent(member, "did not answer", PATIENCE);
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** Ends it in order, by SIGTERM, and answers how long that took. */
    public Duration stop() throws IOException, InterruptedException {
        long began = System.nanoTime();
        member.end(PATIENCE);
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        if (took.compareTo(PATIENCE) >= 0) {
            throw new IOException(member.name() + " did not end within " + PATIENCE.toSeconds() + " s");
        }
        return took;
    }

    public String url() {
        return "nats://127.0.0.1:" + port;
    }

    public Use use() throws IOException {
        return Use.of(member.pid().orElseThrow(() -> new IOException(member.name() + " does not run")));
    }
}
