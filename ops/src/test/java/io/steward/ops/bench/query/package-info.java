@NullMarked
package io.steward.ops.bench.query;

import org.jspecify.annotations.NullMarked;
