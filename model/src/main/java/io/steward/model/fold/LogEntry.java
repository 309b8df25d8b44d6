package io.steward.model.fold;

import java.time.Instant;

/**
 * One stored message, as the log has it.
 *
 * @param stream the stream's name
 * @param seq its place there, from 1
 * @param recordedAt when the log stored it, by the broker's clock
 * @param subject the stored subject, which anybody may have written: it is not known to be valid
 * @param data its bytes; not copied, nobody changes them
 */
@SuppressWarnings("ArrayRecordComponent") // an entry is known by stream and seq; nobody compares two by their bytes
public record LogEntry(String stream, long seq, Instant recordedAt, String subject, byte[] data) {

    @Override
    public String toString() {
        return "LogEntry[" + stream + " " + seq + " " + subject + " " + data.length + " bytes]";
    }
}
