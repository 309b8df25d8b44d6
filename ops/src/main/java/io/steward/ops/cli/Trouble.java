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
    private final int status;

    private Trouble(int exitCode, String message) {
        this(exitCode, message, 0);
    }

    private Trouble(int exitCode, String message, int status) {
        super(message);
        this.exitCode = exitCode;
        this.status = status;
    }

    static Trouble refused(String message) {
        return new Trouble(REFUSED, message);
    }

    /** @param status of HTTP */
    static Trouble refused(String message, int status) {
        return new Trouble(REFUSED, message, status);
    }

    static Trouble wrongUse(String message) {
        return new Trouble(WRONG_USE, message);
    }

    static Trouble unreachable(String message) {
        return new Trouble(UNREACHABLE, message);
    }

    /** The same with these words in front. */
    Trouble after(String words) {
        return new Trouble(exitCode, words + getMessage(), status);
    }

    /** The status of HTTP that it came with; 0: none. */
    int status() {
        return status;
    }

    int exitCode() {
        return exitCode;
    }
}
