package io.steward.controller.projection;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Whether the log holds what was folded when it came, by the hash chains over it. A value. */
public record ChainReport(List<StreamReport> streams, List<AnchorReport> anchors) {
    /** What is not as it was. */
    public enum Kind {
        /** It holds something else at the place. */
        ALTERED,
        /** It holds nothing any more at the place. */
        REMOVED,
        /** It holds something where nothing was. */
        ADDED,
        /** Its oldest entries are gone before their time. */
        CUT,
        /** The log is as it was, but the chain in the state database is not. */
        CHAIN
    }

    /**
     * A stretch of places with the same trouble.
     *
     * @param was what the state database knows of the first place, {@code is} what the log holds there; empty: nothing
     */
    public record Finding(Kind kind, long firstSeq, long lastSeq, String was, String is) {
        /** A sentence for people. */
        public String words(String stream) {
            String place = stream + " " + firstSeq + (firstSeq == lastSeq ? "" : " to " + lastSeq);
            String before = was.isEmpty() ? "" : "; it was " + was;
            return switch (kind) {
                case ALTERED -> place + " was altered" + before + "; now it is " + is;
                case REMOVED -> place + " was removed" + before;
                case ADDED -> place + " was added: " + is;
                case CUT -> place + " left the log before their time" + before;
                case CHAIN -> place + " is as it was, but its hash in the state database was altered";
            };
        }
    }

    /**
     * A place of a chain, as an operator writes it down elsewhere.
     *
     * @param hash in hex
     */
    public record Anchor(String stream, long seq, String hash) {
        public static final String ALLOWED = "STREAM:SEQ:HASH, as 'steward audit --verify' prints it";

        /**
         * Reads one.
         *
         * @throws IllegalArgumentException if it is none
         */
        public static Anchor parse(String text) {
            String[] parts = text.strip().split(":", -1);
            if (parts.length != 3 || !parts[1].matches("[1-9][0-9]{0,17}") || !parts[2].matches("[0-9a-fA-F]{64}")) {
                throw new IllegalArgumentException(text);
            }
            return new Anchor(parts[0], Long.parseLong(parts[1]), parts[2].toLowerCase(java.util.Locale.ROOT));
        }

        static Anchor of(String stream, long seq, byte[] hash) {
            return new Anchor(stream, seq, HexFormat.of().formatHex(hash));
        }

        @Override
        public String toString() {
            return stream + ":" + seq + ":" + hash;
        }
    }

    /**
     * Whether the log leads to an anchor.
     *
     * @param words why, or why not
     */
    public record AnchorReport(Anchor anchor, boolean equal, String words) {}

    /**
     * One stream.
     *
     * @param entries that were read of the log and are as they were
     * @param from the first place that the log still has, {@code begins} the first one in the chain
     * @param head the chain's end; empty: nothing was folded
     * @param headAt when the log stored the entry there
     * @param findings the first of them, {@code places} how many places they all are
     */
    public record StreamReport(
            String stream,
            long entries,
            long from,
            long begins,
            Optional<Anchor> head,
            Optional<Instant> headAt,
            List<Finding> findings,
            long places) {
        public StreamReport {
            findings = List.copyOf(findings);
        }

        public boolean equal() {
            return places == 0;
        }
    }

    public ChainReport {
        streams = List.copyOf(streams);
        anchors = List.copyOf(anchors);
    }

    public boolean equal() {
        return streams.stream().allMatch(StreamReport::equal)
                && anchors.stream().allMatch(AnchorReport::equal);
    }

    public long entries() {
        return streams.stream().mapToLong(StreamReport::entries).sum();
    }
}
