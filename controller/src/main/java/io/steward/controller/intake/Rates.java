package io.steward.controller.intake;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Token buckets, one for each key: a steady rate, and a burst of some seconds of it. Any thread. Of far too many keys the
 * longest unused are forgotten, so its memory is bounded.
 */
final class Rates {
    private static final int MOST_KEYS = 10_000;
    private static final double NANOS = 1e9;

    private static final class Bucket {
        private double left;
        private long at;

        private Bucket(double left, long at) {
            this.left = left;
            this.at = at;
        }
    }

    private final double perSecond;
    private final double burst;
    private final LongSupplier nanos;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MOST_KEYS;
        }
    };

    /** @param nanos a steady clock */
    Rates(double perSecond, double burst, LongSupplier nanos) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.nanos = nanos;
    }

    /** Takes one; if there is none, after how many seconds there will be. */
    synchronized OptionalLong take(String key) {
        Bucket bucket = filled(key);
        if (bucket.left >= 1) {
            bucket.left -= 1;
            return OptionalLong.empty();
        }
        return OptionalLong.of(seconds(bucket));
    }

    /** Whether there is none left now, and if so for how many seconds. */
    synchronized OptionalLong empty(String key) {
        Bucket bucket = filled(key);
        return bucket.left >= 1 ? OptionalLong.empty() : OptionalLong.of(seconds(bucket));
    }

    private long seconds(Bucket bucket) {
        return Math.max(1, (long) Math.ceil((1 - bucket.left) / perSecond));
    }

    private Bucket filled(String key) {
        long now = nanos.getAsLong();
        Bucket bucket = buckets.computeIfAbsent(key, fresh -> new Bucket(burst, now));
        bucket.left = Math.min(burst, bucket.left + (now - bucket.at) / NANOS * perSecond);
        bucket.at = now;
        return bucket;
    }
}
