package io.steward.agent.journal;

import io.steward.model.subject.Subject;

/**
 * A message on its way to the log. A value.
 *
 * @param messageId under which the stream stores it once, however often it is told
 * @param must it is taken even if the room for events is full; for the few that the agent itself needs told
 */
@SuppressWarnings("ArrayRecordComponent") // known by its id; nobody compares two by their bytes
public record Outgoing(Subject subject, String messageId, byte[] json, boolean must) {
    /** The content is nobody's business in a log. */
    @Override
    public String toString() {
        return "Outgoing[" + messageId + " on " + subject + ", " + json.length + " bytes]";
    }
}
