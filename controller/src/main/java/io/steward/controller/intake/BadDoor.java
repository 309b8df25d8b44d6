package io.steward.controller.intake;

import java.io.IOException;

/** How HTTP is to be served can't be done, or may not; the message names the key and what is allowed. */
public final class BadDoor extends IOException {
    BadDoor(String message) {
        super(message);
    }
}
