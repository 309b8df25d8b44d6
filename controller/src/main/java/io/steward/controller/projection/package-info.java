/** The state database as a fold of the log: batches in, rows and position out in one commit, and what changed told on. */
@NullMarked
package io.steward.controller.projection;

import org.jspecify.annotations.NullMarked;
