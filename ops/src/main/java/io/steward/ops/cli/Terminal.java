package io.steward.ops.cli;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of where the output goes: its width, which of the three standard streams are a terminal, and whether
 * colours mean something there. The launcher tells it in {@code STEWARD_TERMINAL} (the width, if standard output is a
 * terminal) and {@code STEWARD_TTYS} (the numbers of the streams that are one); {@code NO_COLOR} is respected.
 *
 * @param columns empty if the output is no terminal: nothing is cut then
 * @param keyboard standard input is a terminal: keys can be read
 * @param errors standard error is a terminal, too: a line there can be taken back
 * @param capable the terminal can be written on in place
 */
record Terminal(Optional<Integer> columns, boolean colours, boolean keyboard, boolean errors, boolean capable) {
    /** What a colour says. */
    enum Tone {
        PLAIN(""),
        GOOD("\033[32m"),
        BAD("\033[31m"),
        WAITING("\033[33m"),
        QUIET("\033[2m"),
        NAME("\033[1m");

        private final String code;

        Tone(String code) {
            this.code = code;
        }
    }

    /** When there are colours. */
    enum Colour {
        auto,
        always,
        never
    }

    Terminal(Optional<Integer> columns, boolean colours) {
        this(columns, colours, columns.isPresent(), columns.isPresent(), columns.isPresent());
    }

    static Terminal of(Map<String, String> environment) {
        Optional<Integer> columns = Optional.ofNullable(environment.get("STEWARD_TERMINAL"))
                .filter(text -> text.matches("[1-9][0-9]{0,4}"))
                .map(Integer::parseInt);
        String terminals = environment.getOrDefault("STEWARD_TTYS", "");
        String kind = environment.getOrDefault("TERM", "");
        boolean capable = columns.isPresent() && !kind.isEmpty() && !kind.equals("dumb");
        boolean colours = capable && environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(columns, colours, terminals.contains("0"), terminals.contains("2"), capable);
    }

    static Terminal here() {
        return of(System.getenv());
    }

    /** The same, with colours as somebody said on the command line. */
    Terminal coloured(Colour when) {
        return switch (when) {
            case auto -> this;
            case always -> new Terminal(columns, true, keyboard, errors, capable);
            case never -> new Terminal(columns, false, keyboard, errors, capable);
        };
    }

    /** The same, of another width. */
    Terminal wide(int width) {
        return new Terminal(Optional.of(width), colours, keyboard, errors, capable);
    }

    boolean interactive() {
        return columns.isPresent();
    }

    /** Whether a view can be drawn in place and keys be read. */
    boolean live() {
        return capable && keyboard;
    }

    /** Whether a line can be shown below the output and be taken back. */
    boolean progress() {
        return capable && errors;
    }

    String toned(Tone tone, String text) {
        return colours && !tone.code.isEmpty() && !text.isBlank() ? tone.code + text + "\033[0m" : text;
    }

    /** The tone of a command's status. */
    static Tone ofStatus(String status) {
        return switch (status.toUpperCase(Locale.ROOT)) {
            case "SUCCEEDED", "ONLINE", "TRUE" -> Tone.GOOD;
            case "QUEUED", "DELIVERED", "STARTED", "AWAY" -> Tone.WAITING;
            case "FAILED", "TIMED_OUT", "CANCELED", "EXPIRED", "REJECTED", "SUPERSEDED", "INTERRUPTED", "LOST" ->
                Tone.BAD;
            default -> Tone.PLAIN;
        };
    }
}
