package io.steward.agent.process;

import java.time.Duration;

/**
 * What bounds the processes. A value.
 *
 * @param most threads that work at the same time, commands about commands not counted
 * @param idle after which a thread without work ends
 * @param timeout of a command that names none
 * @param attempts how often work that may be repeated is started at most
 */
public record Limits(int most, Duration idle, Duration timeout, int attempts) {}
