@NullMarked
package io.steward.ops.chaos.proof;

import org.jspecify.annotations.NullMarked;
