package io.steward.ops.cli;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of where the output goes: its width, and whether colours mean something there. The launcher tells the
 * width in {@code STEWARD_TERMINAL} if standard output is a terminal; {@code NO_COLOR} is respected.
 *
 * @param columns empty if the output is no terminal: nothing is cut then
 */
record Terminal(Optional<Integer> columns, boolean colours) {
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

    static Terminal of(Map<String, String> environment) {
        Optional<Integer> columns = Optional.ofNullable(environment.get("STEWARD_TERMINAL"))
                .filter(text -> text.matches("[1-9][0-9]{0,4}"))
                .map(Integer::parseInt);
        boolean colours =
                columns.isPresent() && environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(columns, colours);
    }

    static Terminal here() {
        return of(System.getenv());
    }

    boolean interactive() {
        return columns.isPresent();
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
