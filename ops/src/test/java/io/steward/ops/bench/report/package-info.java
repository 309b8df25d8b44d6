@NullMarked
package io.steward.ops.bench.report;

import org.jspecify.annotations.NullMarked;
