package io.steward.ops.chaos.plan;

import io.steward.model.command.Status;

/**
 * What an errand's command does, how it may end, and how many effects each end means.
 *
 * <p>The ends are those of a machine that never goes down: any other status is unexplained.
 */
public enum ErrandKind {
    /** Has its effect at once. */
    QUICK(Status.SUCCEEDED),
    /** Works for a while before or after its effect. */
    SLOW(Status.SUCCEEDED),
    /** Has its effect and exits with 3. */
    FAILING(Status.FAILED),
    /** Has its effect, then hangs until its timeout. */
    TIMING_OUT(Status.TIMED_OUT),
    /** Hangs until its timeout, which comes before its effect. */
    HANGING(Status.TIMED_OUT),
    /** Slow, and may be run again after a crash. */
    REPEATABLE(Status.SUCCEEDED),
    /** Slow, and canceled while it waits or works; the cancel may come too late. */
    CANCELED(Status.SUCCEEDED, Status.CANCELED),
    /** May start until a moment soon after it was sent. */
    EXPIRING(Status.SUCCEEDED, Status.EXPIRED),
    /** Replaces what has not started in its process. */
    SUPERSEDING(Status.SUCCEEDED, Status.SUPERSEDED),
    /** Asks for a method that no agent has. */
    UNKNOWN_METHOD(Status.REJECTED);

    private final Status usual;
    private final Status other;

    ErrandKind(Status usual) {
        this(usual, usual);
    }

    ErrandKind(Status usual, Status other) {
        this.usual = usual;
        this.other = other;
    }

    /** Whether a command of this kind may end like this. */
    public boolean mayEnd(Status status) {
        return status == usual || status == other;
    }

    /** Whether more than one effect is what its sender allowed. */
    public boolean mayRepeat() {
        return this == REPEATABLE;
    }

    /** Whether it has had its effect when it ended like this. A slow machine's timeout may come before any effect. */
    public boolean hasEffect(Status status) {
        return status == Status.SUCCEEDED || (this == FAILING && status == Status.FAILED);
    }

    /** Whether it can't have had its effect when it ended like this. */
    public boolean hasNone(Status status) {
        return switch (status) {
            case EXPIRED, REJECTED, SUPERSEDED -> true;
            case TIMED_OUT -> this == HANGING;
            case QUEUED, DELIVERED, STARTED, SUCCEEDED, FAILED, CANCELED, INTERRUPTED, LOST -> false;
        };
    }
}
