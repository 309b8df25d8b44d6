package io.steward.ops.bench.fold;

import io.steward.model.event.Enrolled;
import io.steward.model.event.Facts;
import io.steward.model.event.Heartbeat;
import io.steward.model.event.Hello;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.ProcessName;
import io.steward.model.subject.Subject;
import io.steward.model.wire.EventCodec;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What nodes say besides ACKs. Stateless. */
final class Nodes {
    private static final Duration INTERVAL = Duration.ofSeconds(15);

    private Nodes() {}

    /** Each was enrolled, has started and said what it is. */
    static void introduce(Recorder recorder, int nodes) throws IOException, InterruptedException {
        Instant now = Instant.now();
        for (int i = 0; i < nodes; i++) {
            NodeName node = Script.node(i);
            Hello hello = new Hello(
                    "0.1.0",
                    "journal-" + i,
                    "boot-" + i,
                    now,
                    List.of(new ProcessName("shellcommand", "operatingsystem")));
            Facts facts = new Facts(
                    node.value(),
                    "Linux",
                    "amd64",
                    4,
                    8L << 30,
                    Map.of("site", "site" + i % 20),
                    Map.of("kernel", "6.1.0-30-amd64"));
            put(recorder, Subject.event(node, "enrolled", "controller"), EventCodec.encode(new Enrolled(now, "alice")));
            put(recorder, Subject.event(node, "hello", "agent"), EventCodec.encode(hello));
            put(recorder, Subject.event(node, "facts", "system"), EventCodec.encode(facts));
        }
        recorder.await();
    }

    /** One heartbeat. */
    static void beat(Recorder recorder, int number, long round) throws IOException, InterruptedException {
        Instant now = Instant.now();
        Heartbeat beat = new Heartbeat(
                now,
                "boot-" + number,
                Duration.ofSeconds(round),
                INTERVAL,
                round % 3,
                round % 2,
                0,
                0,
                0,
                false,
                Optional.of(Duration.ofMillis(12)),
                Optional.empty());
        put(recorder, Subject.presence(Script.node(number), "heartbeat", "agent"), EventCodec.encode(beat));
    }

    private static void put(Recorder recorder, Subject subject, byte[] body) throws IOException, InterruptedException {
        recorder.put(subject.toString(), body);
    }
}
