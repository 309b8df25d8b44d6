package io.steward.ops.cli;

import org.jline.utils.WCWidth;

/**
 * Text in cells of a terminal: most characters take one, those of East Asia and most pictures two, accents that combine
 * none. Pure.
 */
final class Cells {
    private static final String MORE = "…";

    private Cells() {}

    /** How many cells this text takes. */
    static int width(String text) {
        return text.codePoints().map(Cells::of).sum();
    }

    /** The text, or as much of it as fits with an ellipsis at its end. */
    static String cut(String text, int room) {
        if (room <= 0) {
            return "";
        }
        if ((text.length() <= room && plain(text)) || width(text) <= room) {
            return text;
        }
        StringBuilder cut = new StringBuilder();
        int left = room - 1;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int point = text.codePointAt(i);
            left -= of(point);
            if (left < 0) {
                break;
            }
            cut.appendCodePoint(point);
        }
        return cut.append(MORE).toString();
    }

    /** The text, cut or filled with spaces to exactly this many cells. */
    static String fit(String text, int room, boolean right) {
        String cut = cut(text, room);
        String space = " ".repeat(Math.max(0, room - width(cut)));
        return right ? space + cut : cut + space;
    }

    private static boolean plain(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    }

    private static int of(int point) {
        return point >= ' ' && point < 0x7f ? 1 : Math.max(0, WCWidth.wcwidth(point));
    }
}
