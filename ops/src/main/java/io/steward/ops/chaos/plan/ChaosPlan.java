package io.steward.ops.chaos.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * All that one run will do. The same terms give the same plan; when its parts happen in a run depends on the machine.
 *
 * @param storm how long faults strike
 */
public record ChaosPlan(Duration storm, List<Errand> errands, List<Fault> faults) {
    /**
     * What a plan is made from.
     *
     * @param brokers how many servers the broker has
     * @param smallDisks whether agents keep their journals on file systems of their own, which can be filled
     * @param truncate whether the broker may lose what it has acknowledged
     * @param only the kinds that strike; empty: all
     */
    public record Terms(
            long seed, int faults, int nodes, int brokers, boolean smallDisks, boolean truncate, Set<FaultKind> only) {
        public Terms {
            only = Set.copyOf(only);
        }

        /** Whether faults of this kind can strike. */
        boolean allow(FaultKind kind) {
            boolean asked = only.isEmpty() || only.contains(kind);
            return switch (kind) {
                case DISK_FULL -> asked && smallDisks;
                case BROKER_TRUNCATE -> asked && truncate;
                case AGENT_KILL,
                        AGENT_PAUSE,
                        CONTROLLER_KILL,
                        CONTROLLER_PAUSE,
                        BROKER_KILL,
                        BROKER_PAUSE,
                        LINK_CUT,
                        LINK_DELAY,
                        LINK_HALF_OPEN -> asked;
            };
        }
    }

    private static final Duration CALM = Duration.ofSeconds(2);

    public ChaosPlan {
        errands = List.copyOf(errands);
        faults = List.copyOf(faults);
    }

    /** The plan; {@link IllegalArgumentException} if the terms leave no kind of fault. */
    public static ChaosPlan of(Terms terms) {
        SplittableRandom seed = new SplittableRandom(terms.seed());
        List<Fault> faults = new FaultDice(seed.split(), terms).roll();
        Duration last = faults.isEmpty()
                ? Duration.ofSeconds(10)
                : faults.get(faults.size() - 1).at();
        Duration storm = last.plus(CALM);
        ErrandDice dice = new ErrandDice(seed.split(), nodes(terms.nodes()));
        List<Errand> errands = new ArrayList<>();
        for (Errand next = dice.next(); next.at().compareTo(storm) < 0; next = dice.next()) {
            errands.add(next);
        }
        return new ChaosPlan(storm, errands, faults);
    }

    /** The names of this many nodes. */
    public static List<String> nodes(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> "ship" + i).toList();
    }

    /** The names of this many broker servers. */
    public static List<String> brokers(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> "broker" + i).toList();
    }
}
