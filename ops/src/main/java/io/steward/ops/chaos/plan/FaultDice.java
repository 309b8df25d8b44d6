package io.steward.ops.chaos.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Draws faults. Each kind has a weight; kinds that these terms don't allow have none. One thread. */
final class FaultDice {
    private static final int SHORTEST_GAP_MILLIS = 300;
    private static final int LONGEST_GAP_MILLIS = 1700;

    private final SplittableRandom random;
    private final ChaosPlan.Terms terms;
    private final Map<FaultKind, Integer> weights = new EnumMap<>(FaultKind.class);

    FaultDice(SplittableRandom random, ChaosPlan.Terms terms) {
        this.random = random;
        this.terms = terms;
        for (FaultKind kind : FaultKind.values()) {
            weights.put(kind, terms.allow(kind) ? weight(kind) : 0);
        }
        if (sum() == 0) {
            throw new IllegalArgumentException(
                    "faults of the kinds " + terms.only() + " can't strike here: use others");
        }
    }

    List<Fault> roll() {
        List<Fault> faults = new ArrayList<>();
        Duration at = Duration.ofSeconds(1);
        for (int number = 1; number <= terms.faults(); number++) {
            faults.add(fault(number, at, kind()));
            at = at.plus(millis(SHORTEST_GAP_MILLIS, LONGEST_GAP_MILLIS));
        }
        return faults;
    }

    private Fault fault(int number, Duration at, FaultKind kind) {
        Duration delay = kind == FaultKind.LINK_DELAY ? millis(20, 800) : Duration.ZERO;
        return new Fault(number, at, kind, target(kind), lasts(kind), delay);
    }

    private FaultKind kind() {
        int left = random.nextInt(sum());
        for (Map.Entry<FaultKind, Integer> one : weights.entrySet()) {
            left -= one.getValue();
            if (left < 0) {
                return one.getKey();
            }
        }
        throw new IllegalStateException("weights changed while they were added");
    }

    private int sum() {
        return weights.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static int weight(FaultKind kind) {
        return switch (kind) {
            case AGENT_KILL -> 26;
            case AGENT_PAUSE -> 8;
            case CONTROLLER_KILL -> 11;
            case CONTROLLER_PAUSE -> 4;
            case BROKER_KILL -> 13;
            case BROKER_PAUSE -> 5;
            case LINK_CUT -> 15;
            case LINK_DELAY -> 7;
            case LINK_HALF_OPEN -> 7;
            case DISK_FULL -> 4;
            case BROKER_TRUNCATE -> 6;
        };
    }

    private String target(FaultKind kind) {
        return switch (kind) {
            case AGENT_KILL, AGENT_PAUSE, DISK_FULL -> one(ChaosPlan.nodes(terms.nodes()));
            case CONTROLLER_KILL, CONTROLLER_PAUSE -> "controller";
            case BROKER_KILL, BROKER_PAUSE, BROKER_TRUNCATE -> one(ChaosPlan.brokers(terms.brokers()));
            case LINK_CUT, LINK_DELAY, LINK_HALF_OPEN -> {
                List<String> ends = new ArrayList<>(ChaosPlan.nodes(terms.nodes()));
                ends.add("controller");
                yield one(ends);
            }
        };
    }

    // Half of the killed come back at once: what goes wrong in a start is met by the next fault.
    private Duration lasts(FaultKind kind) {
        return switch (kind) {
            case AGENT_KILL, CONTROLLER_KILL, BROKER_KILL, BROKER_TRUNCATE ->
                random.nextBoolean() ? Duration.ZERO : millis(100, 2500);
            case AGENT_PAUSE, CONTROLLER_PAUSE, BROKER_PAUSE -> millis(200, 4000);
            case LINK_CUT, LINK_DELAY -> millis(100, 4000);
            case LINK_HALF_OPEN, DISK_FULL -> millis(500, 6000);
        };
    }

    private String one(List<String> names) {
        return names.get(random.nextInt(names.size()));
    }

    private Duration millis(int least, int most) {
        return Duration.ofMillis(random.nextInt(least, most + 1));
    }
}
