package io.steward.controller.enrol;

import io.steward.model.subject.NodeName;
import io.steward.nats.keys.EnrolmentRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Machines that ask without a token, until somebody has compared their fingerprints. Any thread. In memory and bounded: a
 * machine that still wants to come in asks again, and who has not asked for {@link #PATIENCE} is forgotten.
 */
final class WaitingList {
    /** How many may wait, and how many for one name. */
    static final int MOST = 1000;

    static final int MOST_OF_A_NAME = 5;
    static final Duration PATIENCE = Duration.ofMinutes(10);

    /** One that waits. */
    record Waiting(NodeName node, String fingerprint, String from, Instant since, Instant last) {}

    private final Map<String, Waiting> waiting = new LinkedHashMap<>();

    /** Takes it, or notes that it asked again; false: there is no room. */
    synchronized boolean take(EnrolmentRequest request, String from, Instant now) {
        forget(now);
        String fingerprint = request.fingerprint();
        Waiting before = waiting.get(fingerprint);
        if (before == null && (waiting.size() >= MOST || of(request.node()) >= MOST_OF_A_NAME)) {
            return false;
        }
        Instant since = before == null ? now : before.since();
        waiting.put(fingerprint, new Waiting(request.node(), fingerprint, from, since, now));
        return true;
    }

    synchronized void remove(String fingerprint) {
        waiting.remove(fingerprint);
    }

    synchronized List<Waiting> all(Instant now) {
        forget(now);
        List<Waiting> all = new ArrayList<>(waiting.values());
        all.sort(Comparator.comparing(Waiting::since));
        return all;
    }

    synchronized boolean holds(NodeName node, String fingerprint) {
        Waiting one = waiting.get(fingerprint);
        return one != null && one.node().equals(node);
    }

    private long of(NodeName node) {
        return waiting.values().stream().filter(w -> w.node().equals(node)).count();
    }

    private void forget(Instant now) {
        waiting.values().removeIf(one -> one.last().plus(PATIENCE).isBefore(now));
    }
}
