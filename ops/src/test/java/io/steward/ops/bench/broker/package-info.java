@NullMarked
package io.steward.ops.bench.broker;

import org.jspecify.annotations.NullMarked;
