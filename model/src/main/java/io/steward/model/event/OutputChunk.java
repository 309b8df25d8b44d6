package io.steward.model.event;

import io.steward.model.command.CommandId;

/**
 * A piece of what a running command prints: {@code <node>.event.output.<command id>}.
 *
 * @param seq 0, 1, 2 … within the command, both streams together
 * @param offset the byte of the stream at which this piece begins; with the id and the stream it names the piece
 */
public record OutputChunk(CommandId id, long seq, Std stream, long offset, String text) {
    /** Which of a command's two outputs. */
    public enum Std {
        STDOUT,
        STDERR
    }

    /** The message id under which the stream stores this piece once. */
    public String messageId() {
        return id + "." + stream + "." + offset;
    }
}
