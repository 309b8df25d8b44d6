package io.steward.agent;

/** Another agent with this node's name was there first: this one must not work. */
public final class NameInUse extends RuntimeException {
    NameInUse(String message) {
        super(message);
    }
}
