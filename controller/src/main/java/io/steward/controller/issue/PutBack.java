package io.steward.controller.issue;

import java.io.IOException;

/**
 * A message on its way back into the log.
 *
 * @param id what it is known by: the command's, the ACK's, or the subject of a node's word
 */
@SuppressWarnings("ArrayRecordComponent") // known by its id; nobody compares two by their bytes
record PutBack(Kind kind, String stream, String subject, String id, byte[] bytes) {
    /** What a message is. */
    enum Kind {
        COMMAND,
        ACK,
        NODE,
        RESEND
    }

    /** Takes messages in the order in which the log shall have them. */
    interface Taker {
        void take(PutBack message) throws IOException, InterruptedException;

        /** Returns when the log has stored everything taken. */
        void finish() throws IOException, InterruptedException;
    }

    /** The content is nobody's business in a log. */
    @Override
    public String toString() {
        return "PutBack[" + kind + " " + id + " on " + subject + "]";
    }
}
