@NullMarked
package io.steward.ops.bench.consumers;

import org.jspecify.annotations.NullMarked;
