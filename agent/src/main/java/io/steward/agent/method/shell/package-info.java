/**
 * Commands as processes of the operating system: run under a small wrapper in a session of their own, so that they and
 * their results outlive the agent, and ended as a whole tree when they must stop. Linux only: it reads {@code /proc}.
 */
@NullMarked
package io.steward.agent.method.shell;

import org.jspecify.annotations.NullMarked;
