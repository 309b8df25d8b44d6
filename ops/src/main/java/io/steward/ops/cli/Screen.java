package io.steward.ops.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.NonBlockingReader;

/**
 * The whole screen of a terminal, drawn in place, and single keys. What stood there before is back once it is closed,
 * also when the process is told to end. One thread draws and reads; whoever ends the process may close.
 */
final class Screen implements AutoCloseable {
    /** What somebody pressed. */
    enum Key {
        QUIT,
        UP,
        DOWN,
        PAGE_UP,
        PAGE_DOWN,
        HOME,
        END,
        OTHER,
        NONE
    }

    private static final String ENTER = "\033[?1049h\033[?25l\033[?7l";
    /** Cleared first: some terminals keep lines of a screen that was resized meanwhile. */
    private static final String LEAVE = "\033[0m\033[H\033[J\033[?7h\033[?25h\033[?1049l";

    /** Between these two a terminal that knows them shows nothing half done. */
    private static final String BEGIN = "\033[?2026h";

    private static final String COMMIT = "\033[?2026l";

    private final org.jline.terminal.Terminal terminal;
    private final Attributes before;
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final Thread farewell = new Thread(this::restore, "screen");
    private volatile boolean resized;
    private Size size;
    private List<String> shown = List.of();

    private Screen(org.jline.terminal.Terminal terminal) {
        this.terminal = terminal;
        this.before = terminal.enterRawMode();
        this.size = terminal.getSize();
    }

    /** Takes the screen; standard input and output are that terminal. */
    static Screen take() {
        try {
            Screen screen = new Screen(TerminalBuilder.builder()
                    .system(true)
                    .exec(true)
                    .jni(false)
                    .encoding(StandardCharsets.UTF_8)
                    .build());
            screen.begin();
            return screen;
        } catch (IOException | IllegalStateException e) {
            throw Trouble.wrongUse(
                    "this terminal can't show a live view (" + e.getMessage() + "): use -o json, or a pipe, for lines");
        }
    }

    private void begin() {
        Runtime.getRuntime().addShutdownHook(farewell);
        // Ctrl-C and Ctrl-Z come as keys: nobody may leave with the screen as it is.
        Attributes raw = terminal.getAttributes();
        raw.setLocalFlag(Attributes.LocalFlag.ISIG, false);
        terminal.setAttributes(raw);
        terminal.handle(Signal.WINCH, signal -> resized = true);
        write(ENTER);
    }

    int width() {
        return size.getColumns() > 0 ? size.getColumns() : 80;
    }

    int height() {
        return size.getRows() > 0 ? size.getRows() : 24;
    }

    /** Whether the size has changed since this was asked last. */
    boolean resized() {
        boolean was = resized;
        resized = false;
        if (was) {
            size = terminal.getSize();
            shown = List.of();
        }
        return was;
    }

    /** Shows these lines, and nothing else; only what changed is written. */
    void draw(List<String> lines) {
        boolean anew = lines.size() != shown.size();
        StringBuilder text = new StringBuilder(BEGIN);
        for (int i = 0; i < lines.size(); i++) {
            if (anew || !lines.get(i).equals(shown.get(i))) {
                // Erased first: behind a full line the cursor still stands on its last cell.
                text.append("\033[").append(i + 1).append(";1H\033[0m\033[2K").append(lines.get(i));
            }
        }
        shown = List.copyOf(lines);
        write(text.append(COMMIT).toString());
    }

    /** The next key, or {@code NONE} when none came in time. */
    Key key(Duration patience) {
        try {
            NonBlockingReader keys = terminal.reader();
            int c = keys.read(patience.toMillis());
            return c == '\033' ? escaped(keys) : plain(c);
        } catch (IOException e) {
            return Key.QUIT;
        }
    }

    private static Key plain(int c) {
        return switch (c) {
            case NonBlockingReader.READ_EXPIRED -> Key.NONE;
            // -1: the terminal is gone; 3 and 4: Ctrl-C, Ctrl-D.
            case NonBlockingReader.EOF, 'q', 'Q', 3, 4 -> Key.QUIT;
            case 'k' -> Key.UP;
            case 'j' -> Key.DOWN;
            case 'b' -> Key.PAGE_UP;
            case ' ', 'f' -> Key.PAGE_DOWN;
            case 'g' -> Key.HOME;
            case 'G' -> Key.END;
            default -> Key.OTHER;
        };
    }

    private static Key escaped(NonBlockingReader keys) throws IOException {
        int c = keys.read(50L);
        if (c != '[' && c != 'O') {
            return Key.OTHER;
        }
        int which = keys.read(50L);
        if (which >= '0' && which <= '9') {
            int end = keys.read(50L);
            while (end >= '0' && end <= ';') {
                end = keys.read(50L);
            }
        }
        return switch (which) {
            case 'A' -> Key.UP;
            case 'B' -> Key.DOWN;
            case '5' -> Key.PAGE_UP;
            case '6' -> Key.PAGE_DOWN;
            case 'H', '1', '7' -> Key.HOME;
            case 'F', '4', '8' -> Key.END;
            default -> Key.OTHER;
        };
    }

    private void write(String text) {
        PrintWriter writer = terminal.writer();
        writer.write(text);
        writer.flush();
    }

    private void restore() {
        if (open.compareAndSet(true, false)) {
            write(LEAVE);
            terminal.setAttributes(before);
        }
    }

    @Override
    public void close() {
        restore();
        try {
            Runtime.getRuntime().removeShutdownHook(farewell);
            terminal.close();
        } catch (IOException | IllegalStateException e) {
            // The screen is as it was; or the process ends, and the hook has seen to it.
        }
    }
}
