package io.steward.agent.secret;

/** A sealed argument that this node can't open. The message names the argument and holds nothing of it. */
public final class SealedUnreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The code of the refusal. */
    public static final String CODE = "sealed-unreadable";

    SealedUnreadable(String message) {
        super(message);
    }
}
