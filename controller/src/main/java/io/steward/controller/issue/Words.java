package io.steward.controller.issue;

import java.util.Collection;
import java.util.stream.Collectors;

/** Lists in sentences, kept short. */
final class Words {
    private static final int SHOWN = 20;

    private Words() {}

    static String list(Collection<?> items) {
        String shown = items.stream().limit(SHOWN).map(Object::toString).collect(Collectors.joining(", "));
        return items.size() > SHOWN ? shown + " and " + (items.size() - SHOWN) + " more" : shown;
    }
}
