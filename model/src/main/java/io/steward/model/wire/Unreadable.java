package io.steward.model.wire;

/**
 * Bytes that are not the message they should be. The code is for programs and metrics ({@code not-json, wrong-version,
 * missing-field, bad-field, too-large}), the message names field, value and what is allowed.
 */
public final class Unreadable extends Exception {
    private final String code;

    Unreadable(String code, String message) {
        super(message);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
