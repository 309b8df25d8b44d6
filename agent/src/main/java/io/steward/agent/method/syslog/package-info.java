/**
 * Log lines on their way to the log of the fleet: from files that grow and rotate, and from a syslog socket. Our own small
 * code for both: commons-io's {@code Tailer} keeps no position across restarts and reads no rotated file to its end, and
 * the syslog parsers on Maven Central refuse or throw on what real senders send.
 */
@NullMarked
package io.steward.agent.method.syslog;

import org.jspecify.annotations.NullMarked;
