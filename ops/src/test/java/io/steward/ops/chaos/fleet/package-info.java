@NullMarked
package io.steward.ops.chaos.fleet;

import org.jspecify.annotations.NullMarked;
