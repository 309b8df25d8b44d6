@NullMarked
package io.steward.ops.bench.fold;

import org.jspecify.annotations.NullMarked;
