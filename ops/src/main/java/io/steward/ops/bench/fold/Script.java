package io.steward.ops.bench.fold;

import io.steward.model.command.Ack;
import io.steward.model.command.Args;
import io.steward.model.command.Command;
import io.steward.model.command.CommandId;
import io.steward.model.command.Fault;
import io.steward.model.command.Journaled;
import io.steward.model.command.OnCrash;
import io.steward.model.command.Output;
import io.steward.model.command.Signed;
import io.steward.model.command.Status;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Subject;
import io.steward.model.wire.Codec;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * What operators and agents write into the control log, made up without an end: commands to random nodes, each with the
 * ACKs that an agent sends of it, interleaved as those of a busy fleet are. The same seed gives the same entries but for
 * their times. One thread.
 */
final class Script {
    /** One message. */
    @SuppressWarnings("ArrayRecordComponent") // published, never compared
    record Line(String subject, byte[] body) {}

    /** What is still to be said of a command. */
    private record Due(long place, Told told) {}

    private record Told(Command command, Journaled by, Status last, Status next) {}

    private static final int LEAST_BETWEEN = 50;
    private static final int MOST_BETWEEN = 1_000;
    private static final String PRINTED = "Linux ship 6.1.0-30-amd64 #1 SMP x86_64 GNU/Linux\n";

    private final int nodes;
    private final long[] numbers;
    private final Random random;
    private final Signed signature;
    private final PriorityQueue<Due> due = new PriorityQueue<>(Comparator.comparingLong(Due::place));
    private final Map<Status, Long> standing = new EnumMap<>(Status.class);
    private Instant now;
    private long place;

    /** @param from when it was that the first command was sent */
    Script(int nodes, Instant from, long seed) {
        this.nodes = nodes;
        this.numbers = new long[nodes];
        this.random = new Random(seed);
        this.signature = Signed.of("controller", new byte[64]);
        this.now = from;
    }

    static NodeName node(int number) {
        return NodeName.of(String.format(Locale.ROOT, "n%05d", number));
    }

    /** How many commands stand at each status by what was said up to now. */
    Map<Status, Long> standing() {
        return Map.copyOf(standing);
    }

    Line next() {
        place++;
        now = now.plusMillis(1);
        Due first = due.peek();
        return first != null && first.place() <= place ? acked(due.remove().told()) : asked();
    }

    private Line asked() {
        int node = random.nextInt(nodes);
        CommandId id = CommandId.from(now, random.nextLong(), random.nextLong());
        Command command = new Command(
                id,
                Subject.command(node(node), "shellcommand", "operatingsystem"),
                "alice",
                now,
                Optional.of(now.plus(Duration.ofDays(1))),
                Optional.of(Duration.ofSeconds(30)),
                OnCrash.REPORT,
                false,
                new Args(Map.of("argv", List.of("uname", "-a"))),
                Optional.of("weekly check"),
                Optional.empty(),
                Optional.of(signature));
        Journaled by = new Journaled("journal-" + node, OptionalLong.of(++numbers[node]));
        later(new Told(command, by, end(random.nextInt(100)), Status.DELIVERED));
        standing.merge(Status.QUEUED, 1L, Long::sum);
        return new Line(command.subject().toString(), Codec.encode(command));
    }

    /** Of a hundred commands a few fail, and one each is canceled, expires and runs out of time. */
    private static Status end(int percent) {
        return switch (percent) {
            case 0 -> Status.CANCELED;
            case 1 -> Status.EXPIRED;
            case 2 -> Status.TIMED_OUT;
            case 3, 4, 5 -> Status.FAILED;
            default -> Status.SUCCEEDED;
        };
    }

    private void later(Told told) {
        due.add(new Due(place + LEAST_BETWEEN + random.nextInt(MOST_BETWEEN), told));
    }

    private Line acked(Told told) {
        Status before = told.next() == Status.DELIVERED
                ? Status.QUEUED
                : told.next() == Status.STARTED || !starts(told.last()) ? Status.DELIVERED : Status.STARTED;
        standing.merge(before, -1L, Long::sum);
        standing.merge(told.next(), 1L, Long::sum);
        if (told.next() != told.last()) {
            boolean begins = told.next() == Status.DELIVERED && starts(told.last());
            later(new Told(told.command(), told.by(), told.last(), begins ? Status.STARTED : told.last()));
        }
        Subject subject = told.command().subject().ack();
        return new Line(subject.toString(), Codec.encode(ack(told)));
    }

    private static boolean starts(Status end) {
        return end != Status.EXPIRED && end != Status.CANCELED;
    }

    private Ack ack(Told told) {
        boolean started = told.next() != Status.DELIVERED && starts(told.last());
        boolean exited = told.next() == Status.SUCCEEDED || told.next() == Status.FAILED;
        return new Ack(
                        told.command().id(),
                        told.next(),
                        now,
                        Optional.of(told.command().issuedAt().plusMillis(20)),
                        started ? Optional.of(told.command().issuedAt().plusMillis(40)) : Optional.empty(),
                        started ? 1 : 0,
                        exited ? Optional.of(told.next() == Status.FAILED ? 1 : 0) : Optional.empty(),
                        exited ? new Output(PRINTED, "", PRINTED.length(), 0, false) : Output.NONE,
                        told.next() == Status.EXPIRED
                                ? Optional.of(new Fault("expired", "its time had passed before it began"))
                                : Optional.empty())
                .with(Optional.of(told.by()));
    }
}
