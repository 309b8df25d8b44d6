/**
 * What an agent knows and owes: commands it received, how far each is, and what the log has not been told yet. On disk
 * before anybody is answered, and there again after {@code kill -9}.
 */
@NullMarked
package io.steward.agent.journal;

import org.jspecify.annotations.NullMarked;
