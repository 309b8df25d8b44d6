@NullMarked
package io.steward.ops.chaos.plan;

import org.jspecify.annotations.NullMarked;
