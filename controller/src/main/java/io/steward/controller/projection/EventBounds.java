package io.steward.controller.projection;

/**
 * How many events the state database keeps; the stream may keep more.
 *
 * @param perSubject the newest of each node and subject
 * @param output the newest pieces of command output of each node
 */
public record EventBounds(int perSubject, int output) {
    public static final EventBounds DEFAULTS = new EventBounds(1000, 5000);
}
