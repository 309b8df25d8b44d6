package io.steward.ops.simulation;

/** The agent in whose name this ran is no more. */
final class Crashed extends Error {
    private static final long serialVersionUID = 1;

    Crashed() {
        super("crashed", null, false, false);
    }
}
