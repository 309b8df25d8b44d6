/**
 * Speed beside its limit: each benchmark starts real parts in a scratch folder, measures what the machine could do at
 * best, then what Steward does, in the same run, and reports the ratio.
 */
@NullMarked
package io.steward.ops.bench;

import org.jspecify.annotations.NullMarked;
