package io.steward.model.command;

/**
 * What a command printed: text (UTF-8, malformed bytes replaced) and the true number of bytes of each stream. Up to
 * {@link #INLINE_BYTES} a stream is whole; beyond it the text is its head and its tail around a line that says how much
 * is missing, and {@code truncated} is true.
 */
public record Output(String stdout, String stderr, long stdoutBytes, long stderrBytes, boolean truncated) {
    public static final int INLINE_BYTES = 256 * 1024;
    public static final Output NONE = new Output("", "", 0, 0, false);

    /** What was printed is nobody's business in a log of ours. */
    @Override
    public String toString() {
        return "Output[" + stdoutBytes + " + " + stderrBytes + " bytes]";
    }
}
