package io.steward.model.command;

import org.jspecify.annotations.Nullable;

/** Arguments that a method can't take. The message names the field, the value and what is allowed. */
public final class BadArgs extends IllegalArgumentException {
    private static final int SHOWN = 80;

    public BadArgs(String field, @Nullable Object value, String allowed) {
        super("args." + shown(field) + " \"" + shown(value) + "\" is not allowed: use " + allowed);
    }

    private static String shown(@Nullable Object value) {
        String text = String.valueOf(value);
        return (text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text).replaceAll("\\p{Cntrl}", "?");
    }
}
