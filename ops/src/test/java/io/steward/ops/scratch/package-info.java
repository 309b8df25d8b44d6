@NullMarked
package io.steward.ops.scratch;

import org.jspecify.annotations.NullMarked;
