package io.steward.ops.up;

/** Why everything on this machine can't be started, in a sentence for people that names what to do. */
public final class UpException extends Exception {
    UpException(String message) {
        super(message);
    }
}
