package io.steward.ops.simulation;

/** A promise was not kept. */
final class Broken extends AssertionError {
    private static final long serialVersionUID = 1;

    Broken(String promise) {
        super(promise);
    }
}
