package io.steward.ops.cli;

/** A command that can't go on, with the exit code that says why. The message is for people: one sentence. */
final class Trouble extends RuntimeException {
    /** The fleet said no. */
    static final int REFUSED = 1;
    /** The command was used wrongly. */
    static final int WRONG_USE = 2;
    /** Nobody answered. */
    static final int UNREACHABLE = 3;

    private final int exitCode;

    private Trouble(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    static Trouble refused(String message) {
        return new Trouble(REFUSED, message);
    }

    static Trouble wrongUse(String message) {
        return new Trouble(WRONG_USE, message);
    }

    static Trouble unreachable(String message) {
        return new Trouble(UNREACHABLE, message);
    }

    int exitCode() {
        return exitCode;
    }
}
