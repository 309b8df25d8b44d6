package io.steward.controller.projection;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * Rows that were read or written lately, so that the next batch need not ask the database for them. Bounded by weight:
 * what was not asked for longest goes first. For one thread; holds only what is committed or about to be, see
 * {@link StreamTables#forget}.
 */
final class Remembered<K, V> {
    private final Map<K, V> rows = new LinkedHashMap<>(16, 0.75f, true);
    private final ToLongFunction<V> weigher;
    private final long most;
    private long weight;

    /** @param most the weight of all rows together, in the unit of the weigher */
    Remembered(long most, ToLongFunction<V> weigher) {
        this.most = most;
        this.weigher = weigher;
    }

    Optional<V> get(K key) {
        return Optional.ofNullable(rows.get(key));
    }

    void put(K key, V row) {
        remove(key);
        rows.put(key, row);
        weight += weigher.applyAsLong(row);
        Iterator<V> oldest = rows.values().iterator();
        while (weight > most && oldest.hasNext()) {
            weight -= weigher.applyAsLong(oldest.next());
            oldest.remove();
        }
    }

    void remove(K key) {
        V before = rows.remove(key);
        if (before != null) {
            weight -= weigher.applyAsLong(before);
        }
    }

    void clear() {
        rows.clear();
        weight = 0;
    }
}
