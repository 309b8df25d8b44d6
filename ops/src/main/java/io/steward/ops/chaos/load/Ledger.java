package io.steward.ops.chaos.load;

import io.steward.ops.chaos.plan.Errand;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** What was asked and what was answered, as the askers heard it. Any thread. */
public final class Ledger {
    /** A command of an errand that the controller or the log said is stored. */
    public record Accepted(String id, String node, Errand errand) {}

    /** A cancel that the controller said is stored. */
    public record Cancel(String id, String node, String commandId) {}

    private final List<Accepted> accepted = new ArrayList<>();
    private final List<Cancel> cancels = new ArrayList<>();
    private final Map<Integer, String> refused = new LinkedHashMap<>();
    private final Map<Integer, Errand> open = new LinkedHashMap<>();
    private final AtomicInteger repeats = new AtomicInteger();

    synchronized void sending(Errand errand) {
        open.put(errand.number(), errand);
    }

    synchronized void accepted(Errand errand, List<Accepted> commands) {
        open.remove(errand.number());
        accepted.addAll(commands);
    }

    synchronized void refused(Errand errand, String why) {
        open.remove(errand.number());
        refused.put(errand.number(), why);
    }

    synchronized void canceled(Cancel cancel) {
        cancels.add(cancel);
    }

    void asksAgain() {
        repeats.incrementAndGet();
    }

    public synchronized List<Accepted> accepted() {
        return List.copyOf(accepted);
    }

    public synchronized List<Cancel> cancels() {
        return List.copyOf(cancels);
    }

    /** Errands that were answered with a plain no, and with which words. */
    public synchronized Map<Integer, String> refused() {
        return Map.copyOf(refused);
    }

    /** Errands that were sent and not answered so far. */
    public synchronized List<Errand> open() {
        return List.copyOf(open.values());
    }

    /** How often something had to be asked again. */
    public int repeats() {
        return repeats.get();
    }
}
