package io.steward.agent.inbox;

import java.time.Instant;

/**
 * One message as the consumer delivered it. A value.
 *
 * @param number the consumer's own, without gaps
 * @param place where it is in the stream
 * @param times how often it was delivered, this one included
 * @param pending how many more the consumer has for us
 * @param storedAt when the stream took it, by the broker's clock
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Delivery(
        String subject,
        byte[] json,
        String stream,
        long number,
        long place,
        long times,
        long pending,
        Instant storedAt) {
    boolean again() {
        return times > 1;
    }

    /** The content is nobody's business in a log. */
    @Override
    public String toString() {
        return "Delivery[" + number + " of " + place + " on " + subject + "]";
    }
}
