package io.steward.nats;

import io.steward.model.subject.NodeName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Which stream holds a node's commands and ACKs, and by which subjects they get there.
 *
 * <p>A value. The hash is the broker's own {@code partition} mapping: FNV-1a, 32 bits, of the node name, modulo the
 * count; account mappings, streams and both sides' look-ups must come from the same count. Changing the count of a fleet
 * that has a log is not possible here: positions are per stream.
 *
 * @param count how many command streams there are, 1 to 1024; 1 is the plain stream {@code COMMANDS}
 */
public record Partitions(int count) {
    /** One command stream, named {@code COMMANDS}. */
    public static final Partitions ONE = new Partitions(1);

    private static final int FNV_OFFSET = 0x811c9dc5;
    private static final int FNV_PRIME = 0x01000193;

    public Partitions {
        if (count < 1 || count > 1024) {
            throw new IllegalArgumentException("partitions is " + count + "; allowed: 1 to 1024");
        }
    }

    /** The stream that holds this node's commands and ACKs. */
    public String streamOf(NodeName node) {
        return stream(indexOf(node));
    }

    /** All command streams, in order. */
    public List<String> streams() {
        return IntStream.range(0, count).mapToObj(this::stream).toList();
    }

    /** The subjects that the command stream at this place captures, as they arrive from the account mapping. */
    public List<String> storedSubjects(int index) {
        return List.of(stored(index, "command", "*"), stored(index, "ack", "*"));
    }

    /** Source and destination of the command stream's subject transform, back to plain subjects. */
    public Map.Entry<String, String> transform(int index) {
        return count == 1
                ? Map.entry(StreamNames.STORED + ".*.>", "{{wildcard(1)}}.>")
                : Map.entry(StreamNames.STORED + "." + index + ".*.*.>", "{{wildcard(2)}}.{{wildcard(1)}}.>");
    }

    /** Account mappings, plain subject to stored subject: the FLEET account needs exactly these. */
    public Map<String, String> mappings() {
        String command = mapped("command");
        String ack = mapped("ack");
        return Map.of(
                "*.command.>",
                command,
                "*.ack.>",
                ack,
                "*.event.>",
                StreamNames.STORED + ".{{wildcard(1)}}.event.>",
                "*.presence.>",
                StreamNames.STORED + ".{{wildcard(1)}}.presence.>");
    }

    private int indexOf(NodeName node) {
        int hash = FNV_OFFSET;
        for (byte b : node.value().getBytes(StandardCharsets.US_ASCII)) {
            hash = (hash ^ (b & 0xff)) * FNV_PRIME;
        }
        return Integer.remainderUnsigned(hash, count);
    }

    private String stream(int index) {
        return count == 1 ? StreamNames.COMMANDS : StreamNames.COMMANDS + "_" + index;
    }

    // With partitions the kind comes before the node: "_steward.0.*.command.>" would overlap "_steward.*.event.>".
    private String mapped(String kind) {
        return count == 1
                ? StreamNames.STORED + ".{{wildcard(1)}}." + kind + ".>"
                : StreamNames.STORED + ".{{partition(" + count + ",1)}}." + kind + ".{{wildcard(1)}}.>";
    }

    private String stored(int index, String kind, String node) {
        return count == 1
                ? StreamNames.STORED + "." + node + "." + kind + ".>"
                : StreamNames.STORED + "." + index + "." + kind + "." + node + ".>";
    }
}
