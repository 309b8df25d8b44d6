package io.steward.ops.bench.idle;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.MessageInfo;
import io.steward.model.subject.NodeName;
import io.steward.nats.StreamNames;
import io.steward.ops.bench.Samples;
import io.steward.ops.scratch.Member;
import io.steward.ops.scratch.ScratchSite;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * How long processes take to start, from just before each is begun to what the log has stored or they have written. One
 * thread.
 */
final class Starting {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final DateTimeFormatter LOGGED = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSZ");

    private final ScratchSite site;
    private final Connection connection;
    private final Samples stored = new Samples();
    private final Samples said = new Samples();

    Starting(ScratchSite site, Connection connection) {
        this.site = site;
        this.connection = connection;
    }

    /** Until the log had the first message. */
    Samples stored() {
        return stored;
    }

    /** Until it wrote that it had started. */
    Samples said() {
        return said;
    }

    /** An agent: until its hello is stored, and until it says that it has started. */
    void agent(Member agent, Instant begun) throws IOException, InterruptedException {
        record(stored, begun, awaitStored(StreamNames.EVENTS, agent.name() + ".event.hello.agent", begun));
        record(said, begun, awaitLine(agent, " agent started", begun));
    }

    /** A bare connection: until its first heartbeat is stored. */
    void connection(Member bystander, Instant begun) throws IOException, InterruptedException {
        String subject = NodeName.of(bystander.name()) + ".presence.heartbeat.agent";
        record(stored, begun, awaitStored(StreamNames.PRESENCE, subject, begun));
    }

    /** A bare JVM: until its first line. */
    void nothing(Member bystander, Instant begun) throws IOException, InterruptedException {
        record(said, begun, awaitLine(bystander, "Z", begun));
    }

    private static void record(Samples samples, Instant begun, Instant then) {
        samples.record(Duration.between(begun, then).toNanos());
    }

    private Instant awaitStored(String stream, String subject, Instant after) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - deadline < 0) {
            Optional<Instant> time = stored(stream, subject).filter(then -> then.isAfter(after));
            if (time.isPresent()) {
                return time.get();
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        throw new IOException("stream " + stream + " has no new message on " + subject);
    }

    private Optional<Instant> stored(String stream, String subject) throws IOException {
        try {
            MessageInfo last = connection.jetStreamManagement().getLastMessage(stream, subject);
            return Optional.ofNullable(last.getTime()).map(time -> time.toInstant());
        } catch (JetStreamApiException e) {
            return Optional.empty(); // there is none yet
        }
    }

    private Instant awaitLine(Member member, String end, Instant after) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - deadline < 0) {
            List<String> lines = Files.readAllLines(site.folder().log(member.name()));
            Optional<Instant> time = lines.stream()
                    .filter(line -> line.contains(end))
                    .map(line -> time(line.split(" ", 2)[0]))
                    .filter(then -> then.isAfter(after))
                    .findFirst();
            if (time.isPresent()) {
                return time.get();
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        throw new IOException(member.name() + " did not say \"" + end.strip() + "\": " + member.lastLines());
    }

    private static Instant time(String text) {
        return text.endsWith("Z")
                ? Instant.parse(text)
                : OffsetDateTime.parse(text, LOGGED).toInstant();
    }
}
