package io.steward.ops.cli;

import io.steward.ops.cli.Terminal.Tone;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Output of many nodes on one terminal: whole lines, each with its node's name in front, aligned; and below them, on a
 * terminal, one line of progress. One thread.
 */
final class NodeLines {
    private static final String[] COLOURS = {"\033[36m", "\033[35m", "\033[34m", "\033[33m", "\033[32m", "\033[96m"};
    private static final String ERASE = "\r\033[K";
    /** The terminal may have become narrower since. */
    private static final String UNWRAPPED = "\033[?7l";

    private static final String WRAPPED = "\033[?7h";

    private final Terminal terminal;
    private final PrintStream out;
    private final PrintStream err;
    private final int width;
    private final List<String> nodes;
    private final Map<String, StringBuilder> unfinished = new LinkedHashMap<>();
    private boolean progress;

    NodeLines(Terminal terminal, PrintStream out, PrintStream err, List<String> nodes) {
        this.terminal = terminal;
        this.out = out;
        this.err = err;
        this.nodes = nodes;
        this.width = nodes.stream().mapToInt(String::length).max().orElse(0);
    }

    /** Text that a command printed; an unfinished line waits for its end. */
    void text(String node, StreamedOutput.Piece piece) {
        StringBuilder buffer =
                unfinished.computeIfAbsent((piece.stderr() ? "2" : "1") + node, key -> new StringBuilder());
        buffer.append(piece.text());
        int from = 0;
        for (int end = buffer.indexOf("\n", from); end >= 0; end = buffer.indexOf("\n", from)) {
            line(piece.stderr() ? err : out, node, buffer.substring(from, end));
            from = end + 1;
        }
        buffer.delete(0, from);
    }

    /** Ends the lines that this node has begun. */
    void finish(String node) {
        for (boolean stderr : new boolean[] {false, true}) {
            StringBuilder buffer = unfinished.remove((stderr ? "2" : "1") + node);
            if (buffer != null && buffer.length() > 0) {
                line(stderr ? err : out, node, buffer.toString());
            }
        }
    }

    /** Something that we say about a node. */
    void say(String node, Tone tone, String text) {
        line(err, node, terminal.toned(tone, text));
    }

    /** The progress line; replaced by the next, gone before any other line. It is never wrapped, whatever the width. */
    void progress(Progress how) {
        if (terminal.progress()) {
            int room = terminal.columns().orElse(80) - 1;
            err.print(ERASE + UNWRAPPED + how.line(terminal, room) + WRAPPED);
            err.flush();
            progress = true;
        }
    }

    void clear() {
        if (progress) {
            err.print(ERASE);
            err.flush();
            progress = false;
        }
    }

    private void line(PrintStream stream, String node, String text) {
        clear();
        String name = node + " ".repeat(width - node.length());
        int place = Math.max(0, nodes.indexOf(node));
        String shown = terminal.colours() ? COLOURS[place % COLOURS.length] + name + "\033[0m" : name;
        stream.println(shown + " | " + (text.endsWith("\r") ? text.substring(0, text.length() - 1) : text));
    }
}
