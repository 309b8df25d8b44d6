package io.steward.controller.intake;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How often one address may ask at an open door: {@link #BURST} times at once, then once in {@link #NANOS_EACH}. Any
 * thread. It remembers the {@link #MOST} addresses that asked last.
 */
final class AskLimit {
    static final int BURST = 60;
    static final int MOST = 10_000;
    static final long NANOS_EACH = 500_000_000L;

    private final LongSupplier nanos;
    // The time up to which an address has used its allowance.
    private final Map<String, Long> used = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST;
        }
    };

    AskLimit(LongSupplier nanos) {
        this.nanos = nanos;
    }

    synchronized boolean admits(String address) {
        long now = nanos.getAsLong();
        long before = used.getOrDefault(address, now - BURST * NANOS_EACH);
        long after = Math.max(before, now - BURST * NANOS_EACH) + NANOS_EACH;
        if (after - now > 0) {
            return false;
        }
        used.put(address, after);
        return true;
    }
}
