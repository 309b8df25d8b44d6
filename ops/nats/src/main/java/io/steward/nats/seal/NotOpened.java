package io.steward.nats.seal;

/** A sealed value that this key doesn't open. The message goes on from the value's name and holds nothing of it. */
public final class NotOpened extends Exception {
    private static final long serialVersionUID = 1L;

    NotOpened(String why) {
        super(why);
    }
}
