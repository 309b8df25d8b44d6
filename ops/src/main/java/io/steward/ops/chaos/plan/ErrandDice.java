package io.steward.ops.chaos.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Draws errands, one after the other, about five in a second. One thread. */
final class ErrandDice {
    /** Processes of the shell method on each node; in the last one commands replace each other. */
    private static final List<String> DOMAINS = List.of("engine", "bridge", "cargo");

    private static final String LATEST = "latest";
    private static final int LONGEST_GAP_MILLIS = 400;

    private final SplittableRandom random;
    private final List<String> nodes;
    private int number;
    private Duration at = Duration.ZERO;

    ErrandDice(SplittableRandom random, List<String> nodes) {
        this.random = random;
        this.nodes = nodes;
    }

    Errand next() {
        number++;
        at = at.plusMillis(random.nextInt(1, LONGEST_GAP_MILLIS));
        ErrandKind kind = kind();
        Door door = kind != ErrandKind.CANCELED && random.nextInt(4) == 0 ? Door.NATS : Door.HTTP;
        boolean everywhere = door == Door.HTTP && random.nextInt(12) == 0;
        return new Errand(
                number,
                at,
                kind,
                door,
                everywhere ? nodes : List.of(one(nodes)),
                kind == ErrandKind.SUPERSEDING ? LATEST : one(DOMAINS),
                work(kind),
                random.nextBoolean(),
                then(kind));
    }

    private ErrandKind kind() {
        int draw = random.nextInt(100);
        if (draw < 50) {
            return ErrandKind.QUICK;
        } else if (draw < 62) {
            return ErrandKind.SLOW;
        } else if (draw < 69) {
            return ErrandKind.FAILING;
        } else if (draw < 72) {
            return ErrandKind.TIMING_OUT;
        } else if (draw < 75) {
            return ErrandKind.HANGING;
        } else if (draw < 82) {
            return ErrandKind.REPEATABLE;
        } else if (draw < 86) {
            return ErrandKind.CANCELED;
        } else if (draw < 91) {
            return ErrandKind.EXPIRING;
        } else if (draw < 97) {
            return ErrandKind.SUPERSEDING;
        }
        return ErrandKind.UNKNOWN_METHOD;
    }

    private Duration work(ErrandKind kind) {
        return switch (kind) {
            case QUICK, FAILING, EXPIRING, UNKNOWN_METHOD -> Duration.ZERO;
            case SLOW -> millis(200, random.nextInt(8) == 0 ? 3000 : 800);
            case REPEATABLE, SUPERSEDING -> millis(100, 600);
            case TIMING_OUT, HANGING -> millis(300, 1500);
            case CANCELED -> millis(1000, 4000);
        };
    }

    private Optional<Duration> then(ErrandKind kind) {
        return switch (kind) {
            case CANCELED -> Optional.of(millis(0, 1500));
            case EXPIRING -> Optional.of(millis(100, 5000));
            case QUICK, SLOW, FAILING, TIMING_OUT, HANGING, REPEATABLE, SUPERSEDING, UNKNOWN_METHOD -> Optional.empty();
        };
    }

    private <T> T one(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private Duration millis(int least, int most) {
        return Duration.ofMillis(random.nextInt(least, most + 1));
    }
}
