package io.steward.controller.read;

import java.sql.SQLException;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why the database refused a text, and where in it. No state. */
public final class SqlReason {
    private static final Pattern NAMED =
            Pattern.compile("(?:Table|View|Column|Function|Schema|Data type)[^\"]*\"([^\"]+)\"");
    private static final Pattern SYNTAX =
            Pattern.compile("Syntax error in SQL statement \"(.*?)\"(?:; |$)", Pattern.DOTALL);
    private static final String MARK = "[*]";
    private static final int LONGEST = 300;

    private SqlReason() {}

    /** What the database says, without the statement that it repeats. */
    public static String words(SQLException e) {
        String message = String.valueOf(e.getMessage());
        int repeated = message.indexOf("; SQL statement:");
        String said = repeated < 0 ? message : message.substring(0, repeated);
        Matcher syntax = SYNTAX.matcher(said);
        String reason = (syntax.find() ? "Syntax error" + after(said, syntax.end()) : said)
                .lines()
                .findFirst()
                .orElse("");
        return reason.length() > LONGEST ? reason.substring(0, LONGEST) + "…" : reason;
    }

    /** The place in the text, from 1, as far as the database or the name that it complains about tells. */
    public static OptionalInt place(SQLException e, String text) {
        String message = String.valueOf(e.getMessage());
        Matcher syntax = SYNTAX.matcher(message);
        if (syntax.find()) {
            int mark = syntax.group(1).indexOf(MARK);
            String before = mark < 0 ? "" : syntax.group(1).substring(0, mark);
            return mark >= 0 && text.startsWith(before) ? OptionalInt.of(mark + 1) : OptionalInt.empty();
        }
        Matcher named = NAMED.matcher(message);
        if (!named.find()) {
            return OptionalInt.empty();
        }
        String name = named.group(1).substring(named.group(1).lastIndexOf('.') + 1);
        Matcher found = Pattern.compile("(?<![\\w'])" + Pattern.quote(name.toLowerCase(Locale.ROOT)) + "(?!\\w)")
                .matcher(text.toLowerCase(Locale.ROOT));
        return found.find() ? OptionalInt.of(found.start() + 1) : OptionalInt.empty();
    }

    /** The place for people: {@code " at line 2, column 5 (near \"form\")"}, or nothing. */
    static String where(SQLException e, String text) {
        OptionalInt place = place(e, text);
        return place.isEmpty() ? "" : told(text, place.getAsInt());
    }

    private static String told(String text, int place) {
        String before = text.substring(0, place - 1);
        long line = before.chars().filter(c -> c == '\n').count() + 1;
        int column = before.length() - before.lastIndexOf('\n');
        String near = text.substring(before.length()).strip().split("\\s+", 2)[0];
        return " at line " + line + ", column " + column + (near.isEmpty() ? "" : " (near " + near + ")");
    }

    /** The place within a part of the text, for people. */
    static String where(SQLException e, String text, String part) {
        OptionalInt place = place(e, text);
        int begin = text.indexOf(part);
        int within = place.orElse(0) - begin;
        return place.isEmpty() || begin < 0 || within < 1 || within > part.length() ? "" : told(part, within);
    }

    private static String after(String said, int end) {
        String rest = said.substring(end).strip();
        return rest.isEmpty() ? "" : ": " + rest;
    }
}
