/** What nodes report, as far as the controller understands it; every other event is passed on as it is. */
@NullMarked
package io.steward.model.event;

import org.jspecify.annotations.NullMarked;
