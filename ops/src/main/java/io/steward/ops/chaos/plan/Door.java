package io.steward.ops.chaos.plan;

/** How an errand reaches the log. */
public enum Door {
    /** The controller's HTTP API, with an Idempotency-Key. */
    HTTP,
    /** Straight to its subject, as any program with the right to may. */
    NATS
}
