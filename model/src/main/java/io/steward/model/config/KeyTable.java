package io.steward.model.config;

import java.util.List;
import java.util.stream.Collectors;

/** Declared keys for people: the configuration reference that the documentation shows. Pure. */
public final class KeyTable {
    private KeyTable() {}

    /** A Markdown table, one line a key. */
    public static String markdown(List<Key<?>> keys) {
        String rows = keys.stream().map(KeyTable::row).collect(Collectors.joining("\n"));
        return "| key | default | allowed | for |\n|---|---|---|---|\n" + rows + "\n";
    }

    private static String row(Key<?> key) {
        String fallback = key.fallback().isEmpty() ? "" : "`" + key.fallback() + "`";
        return "| `" + key.name() + "` | " + fallback + " | " + cell(key.allowed()) + " | " + cell(key.purpose())
                + " |";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;");
    }
}
