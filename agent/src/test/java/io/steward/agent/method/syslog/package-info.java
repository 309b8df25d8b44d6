/** Real files that rotate and real sockets. */
@NullMarked
package io.steward.agent.method.syslog;

import org.jspecify.annotations.NullMarked;
