package io.steward.agent;

/** The agent can't be started like this; the message names what is wrong and what is allowed. */
public final class BadStart extends Exception {
    BadStart(String message) {
        super(message);
    }

    BadStart(String message, Throwable cause) {
        super(message, cause);
    }
}
