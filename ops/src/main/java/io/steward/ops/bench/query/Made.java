package io.steward.ops.bench.query;

import io.steward.model.command.Ack;
import io.steward.model.command.Args;
import io.steward.model.command.Command;
import io.steward.model.command.CommandId;
import io.steward.model.command.Fault;
import io.steward.model.command.Journaled;
import io.steward.model.command.OnCrash;
import io.steward.model.command.Output;
import io.steward.model.command.Status;
import io.steward.model.event.Connection;
import io.steward.model.event.Facts;
import io.steward.model.event.Heartbeat;
import io.steward.model.event.Hello;
import io.steward.model.subject.Kind;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.ProcessName;
import io.steward.model.subject.Subject;
import io.steward.model.wire.Codec;
import io.steward.model.wire.EventCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What nodes and operators say, made up: the messages that the real ones send. One thread. */
final class Made {
    static final ProcessName SHELL = new ProcessName("shellcommand", "operatingsystem");

    private static final Duration INTERVAL = Duration.ofHours(1);
    private static final int EVENTS = 20;
    private static final String PRINTED = "Linux ship 6.1.0-30-amd64 #1 SMP x86_64 GNU/Linux\n";
    private static final int ONE_FAILS_OF = 20;

    private final Entries entries;
    private final FleetSize size;

    Made(Entries entries, FleetSize size) {
        this.entries = entries;
        this.size = size;
    }

    /**
     * A node that started, said what it is, and is there or left. It is not enrolled: the controller would make a consumer
     * for each at its next start.
     */
    void node(int number, Instant now) throws IOException, InterruptedException {
        NodeName name = FleetSize.name(number);
        String boot = "b-" + name;
        boolean here = !size.away(number);
        Facts facts = new Facts(
                name.value(),
                "Linux",
                "amd64",
                4,
                8L << 30,
                Map.of("site", size.site(number), "role", "gateway"),
                Map.of("kernel", "6.1.0-30-amd64"));
        Heartbeat beat = new Heartbeat(
                now,
                boot,
                Duration.ofDays(3),
                INTERVAL,
                0,
                0,
                0,
                0,
                0,
                !here,
                Optional.of(Duration.ofMillis(12)),
                Optional.empty());
        Hello hello = new Hello("0.1.0", journal(name), boot, now, List.of(SHELL));
        event(name, "hello", "agent", EventCodec.encode(hello));
        event(name, "facts", "system", EventCodec.encode(facts));
        event(name, "connection", "controller", EventCodec.encode(new Connection(now, here, "made up")));
        entries.put(name, Kind.PRESENCE, "heartbeat", "agent", name + ".beat", EventCodec.encode(beat));
        for (int i = 0; i < EVENTS; i++) {
            byte[] line = ("{\"message\":\"line " + i + " of a log\"}").getBytes(StandardCharsets.UTF_8);
            entries.put(name, Kind.EVENT, "syslogforwarding", "nginx", name + ".line." + i, line);
        }
    }

    /** A command, and how it ended. */
    void ended(CommandId id, int node, long number, Instant at) throws IOException, InterruptedException {
        waits(id, node, at);
        NodeName name = FleetSize.name(node);
        boolean failed = Math.floorMod(id.hashCode(), ONE_FAILS_OF) == 0;
        Ack ack = new Ack(
                        id,
                        failed ? Status.FAILED : Status.SUCCEEDED,
                        at.plusMillis(900),
                        Optional.of(at.plusMillis(120)),
                        Optional.of(at.plusMillis(150)),
                        1,
                        Optional.of(failed ? 1 : 0),
                        new Output(PRINTED, "", PRINTED.length(), 0, false),
                        failed ? Optional.of(new Fault("exit-code", "ended with exit code 1")) : Optional.empty())
                .with(Optional.of(new Journaled(journal(name), OptionalLong.of(number))));
        entries.put(name, Kind.ACK, SHELL.method(), SHELL.domain(), ack.messageId(), Codec.encode(ack));
    }

    /** A command that nobody answers. */
    void waits(CommandId id, int node, Instant at) throws IOException, InterruptedException {
        Command command = new Command(
                id,
                Subject.command(FleetSize.name(node), SHELL.method(), SHELL.domain()),
                "alice",
                at,
                Optional.empty(),
                Optional.of(Duration.ofSeconds(30)),
                OnCrash.REPORT,
                false,
                new Args(Map.of("argv", List.of("uname", "-a"))),
                Optional.of("weekly check"),
                Optional.empty());
        entries.put(command.node(), Kind.COMMAND, SHELL.method(), SHELL.domain(), id.value(), Codec.encode(command));
    }

    static String journal(NodeName node) {
        return "j-" + node;
    }

    private void event(NodeName node, String method, String domain, byte[] body)
            throws IOException, InterruptedException {
        entries.put(node, Kind.EVENT, method, domain, node + "." + method, body);
    }
}
