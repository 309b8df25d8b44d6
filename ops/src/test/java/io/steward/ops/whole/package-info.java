/** Controller, agents and a broker of their own in one process, to be taken apart and put together again. */
@NullMarked
package io.steward.ops.whole;

import org.jspecify.annotations.NullMarked;
