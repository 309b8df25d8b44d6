package io.steward.controller.read;

/** A query that can't be answered: not a single SELECT, not understood, not allowed, or too slow. The message says which. */
public final class BadQuery extends Exception {
    public BadQuery(String message) {
        super(message);
    }
}
