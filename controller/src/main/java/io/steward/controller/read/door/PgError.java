package io.steward.controller.read.door;

import io.steward.controller.read.SqlReason;
import java.sql.SQLException;
import java.util.Map;
import java.util.OptionalInt;

/** What a client is told instead of an answer: PostgreSQL's five-character code, a sentence, and where in its text. */
final class PgError extends Exception {
    static final String SYNTAX = "42601";
    static final String NOT_ALLOWED = "42501";
    static final String UNSUPPORTED = "0A000";
    static final String PROTOCOL = "08P01";
    static final String NO_SUCH_SETTING = "42704";
    static final String BAD_PASSWORD = "28P01";
    static final String NO_SUCH_DATABASE = "3D000";
    static final String TOO_MANY_CLIENTS = "53300";
    static final String TOO_MANY_ROWS = "54000";
    static final String ABORTED = "25P02";
    static final String NO_SUCH_STATEMENT = "26000";
    static final String NO_SUCH_PORTAL = "34000";
    static final String SHUTTING_DOWN = "57P01";

    private static final Map<String, String> STATES = Map.of(
            "42S02", "42P01",
            "42S22", "42703",
            "42000", SYNTAX,
            "42001", SYNTAX,
            "90022", "42883",
            "90096", NOT_ALLOWED,
            "90040", NOT_ALLOWED,
            "22018", "22P02",
            "90079", "3F000",
            "42S03", "42P01");

    private final String code;
    private final int position;

    PgError(String code, String message) {
        this(code, message, 0);
    }

    /** @param position the place in the client's text, from 1; 0: nowhere in particular */
    PgError(String code, String message, int position) {
        super(message);
        this.code = code;
        this.position = position;
    }

    /** What the database said about this text. */
    static PgError of(SQLException e, PgStatement statement) {
        String state = String.valueOf(e.getSQLState());
        String code =
                STATES.getOrDefault(state, state.matches("[0-9A-Z]{5}") && !state.startsWith("90") ? state : "XX000");
        return new PgError(code, SqlReason.words(e), place(e, statement));
    }

    private static int place(SQLException e, PgStatement statement) {
        OptionalInt place = SqlReason.place(e, statement.text());
        return place.isPresent() ? statement.at() + place.getAsInt() : 0;
    }

    String code() {
        return code;
    }

    int position() {
        return position;
    }
}
