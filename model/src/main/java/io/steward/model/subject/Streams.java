package io.steward.model.subject;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The names of the streams, and the one answer to "which stream holds this node's commands".
 *
 * <p>With one partition the stream is {@code COMMANDS}; with P it is one of {@code COMMANDS_0 … COMMANDS_<P-1>}, by the
 * hash that a NATS subject mapping {@code {{partition(P,1)}}} uses: FNV-1a, 32 bits, of the node token, modulo P
 * (measured: 2,000 of 2,000 names agree).
 */
public record Streams(int partitions) {
    public static final int MOST_PARTITIONS = 1024;

    /** Commands and their ACKs: the control log. */
    public static final String COMMANDS = "COMMANDS";
    /** What nodes report; the oldest is dropped when it is full. */
    public static final String EVENTS = "EVENTS";
    /** The newest heartbeat and connection hint of each node. */
    public static final String PRESENCE = "PRESENCE";
    /**
     * What says which nodes there are and what they are: enrolments, hellos, facts and changes of online, sourced from
     * {@link #EVENTS} and kept after they have left it, so that a rebuild finds nodes that have been away for long.
     */
    public static final String NODES = "NODES";

    /**
     * What the controller itself has to remember: who was let do what and who was not, and how nodes came to belong.
     * Sourced from {@link #EVENTS}, and only what came under the controller's own name, which no node may have.
     */
    public static final String AUDIT = "AUDIT";

    private static final int FNV_OFFSET = 0x811c9dc5;
    private static final int FNV_PRIME = 0x01000193;

    public Streams {
        if (partitions < 1 || partitions > MOST_PARTITIONS) {
            throw new IllegalArgumentException(
                    "partitions " + partitions + " is not allowed: use 1 to " + MOST_PARTITIONS);
        }
    }

    public static Streams single() {
        return new Streams(1);
    }

    /** The control streams, in order of their partition. */
    public List<String> commandStreams() {
        return IntStream.range(0, partitions).mapToObj(this::commandStream).toList();
    }

    /** What nobody may alter: the control streams and the audit. */
    public List<String> guardedStreams() {
        return Stream.concat(commandStreams().stream(), Stream.of(AUDIT)).toList();
    }

    public String commandStream(NodeName node) {
        return commandStream(Integer.remainderUnsigned(fnv1a(node.value()), partitions));
    }

    private String commandStream(int partition) {
        return partitions == 1 ? COMMANDS : COMMANDS + "_" + partition;
    }

    private static int fnv1a(String text) {
        int hash = FNV_OFFSET;
        for (byte b : text.getBytes(StandardCharsets.US_ASCII)) {
            hash = (hash ^ (b & 0xff)) * FNV_PRIME;
        }
        return hash;
    }
}
