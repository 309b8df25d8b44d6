package io.steward.agent.journal;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** A sorted map: what the journal's rules need of a store, and no more. */
interface Table<K, V> {
    @Nullable
    V get(K key);

    void put(K key, V value);

    @Nullable
    V remove(K key);

    long size();

    /** The keys from this one on, itself included; all for null. What is changed meanwhile may or may not be seen. */
    Iterator<K> from(@Nullable K key);
}
