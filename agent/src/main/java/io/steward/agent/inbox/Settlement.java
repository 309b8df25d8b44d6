package io.steward.agent.inbox;

import java.time.Duration;

/** The one word that a delivery is answered with. */
sealed interface Settlement {
    /** The journal has it, or had it before. */
    record Ack() implements Settlement {}

    /** Not now: again after this long. */
    record Nak(Duration after) implements Settlement {}

    /** Never again; the reason is shown by the broker's tools. */
    record Term(String reason) implements Settlement {}

    Duration SHORTEST = Duration.ofSeconds(1);
    Duration LONGEST = Duration.ofSeconds(20);
    int LONGEST_REASON = 200;

    /** Decides it. Pure. */
    static Settlement of(Receipt receipt, long deliveries) {
        return switch (receipt.kind()) {
            case JOURNALED, KNOWN_ALREADY -> new Ack();
            case UNREADABLE, NOT_OURS -> new Term(oneLine(receipt.reason()));
            case DISK_FULL, BUSY -> new Nak(backoff(deliveries));
        };
    }

    private static Duration backoff(long deliveries) {
        long doublings = Math.min(Math.max(deliveries - 1, 0), 10);
        Duration wait = SHORTEST.multipliedBy(1L << doublings);
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }

    private static String oneLine(String reason) {
        String line = reason.replaceAll("\\p{Cntrl}", " ");
        return line.length() > LONGEST_REASON ? line.substring(0, LONGEST_REASON) : line;
    }
}
