package io.steward.ops.bench.broker;

import io.steward.controller.issue.Fate;
import io.steward.controller.issue.JetStreamCommandLog;
import io.steward.model.command.Args;
import io.steward.model.command.Command;
import io.steward.model.command.CommandId;
import io.steward.model.command.OnCrash;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Subject;
import io.steward.ops.bench.Samples;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Commands to nodes that wait for them, stored by the controller's own command log: one after the other, or all at once.
 * One thread.
 */
public final class Round {
    /** What came of many at once; rates are of what was done when the time ended. */
    public record Rates(double publish, double deliver, int left) {}

    private final Takers takers;
    private final JetStreamCommandLog log;
    private final Duration most;
    private final SplittableRandom random = new SplittableRandom();

    /** @param most how long one measured part may take */
    public Round(Office office, Takers takers, Duration most) {
        this.takers = takers;
        this.log = new JetStreamCommandLog(office.link(), office.streams(), most);
        this.most = most;
    }

    /** As many commands, each to a node by chance, the next when the one before is acknowledged; publish to delivery. */
    public Samples oneByOne(int count) throws IOException, InterruptedException {
        takers.measured();
        long deadline = System.nanoTime() + most.toNanos();
        for (int i = 0; i < count && System.nanoTime() - deadline < 0; i++) {
            store(List.of(
                    command(takers.nodes().get(random.nextInt(takers.nodes().size())))));
            takers.await(deadline);
        }
        Samples samples = takers.measured();
        if (samples.count() == 0) {
            throw new IOException("not one command was delivered in " + most.toSeconds() + " s");
        }
        return samples;
    }

    /** As many commands, each stored before the next is sent; how many of them in a second. All are taken in the end. */
    public double publishOneByOne(int count) throws IOException, InterruptedException {
        long began = System.nanoTime();
        int sent = 0;
        while (sent < count && System.nanoTime() - began < most.toNanos()) {
            store(List.of(command(takers.nodes().get(sent % takers.nodes().size()))));
            sent++;
        }
        double rate = rate(sent, System.nanoTime() - began);
        takers.await(began + 2 * most.toNanos());
        return rate;
    }

    /** As many commands as fast as the log takes them, to the nodes in turn. */
    public Rates allAtOnce(int count) throws IOException, InterruptedException {
        List<Command> commands = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            commands.add(command(takers.nodes().get(i % takers.nodes().size())));
        }
        long began = System.nanoTime();
        store(commands);
        long stored = System.nanoTime();
        takers.await(began + most.toNanos());
        long done = System.nanoTime();
        int left = takers.open();
        return new Rates(rate(count, stored - began), rate(count - left, done - began), left);
    }

    private void store(List<Command> commands) throws IOException, InterruptedException {
        commands.forEach(command -> takers.announce(command.id().value()));
        for (Fate fate : log.store(commands)) {
            if (fate.kind() != Fate.Kind.STORED) {
                throw new IOException("the log did not take a command: " + fate.words());
            }
        }
    }

    private Command command(NodeName node) {
        Instant now = Instant.now();
        return new Command(
                CommandId.from(now, random.nextLong(), random.nextLong()),
                Subject.command(node, "shellcommand", "operatingsystem"),
                "alice",
                now,
                Optional.of(now.plus(Duration.ofDays(1))),
                Optional.of(Duration.ofSeconds(30)),
                OnCrash.REPORT,
                false,
                new Args(Map.of("argv", List.of("uname", "-a"))),
                Optional.of("weekly check"),
                Optional.empty());
    }

    private static double rate(int count, long nanos) {
        return count * 1e9 / nanos;
    }
}
