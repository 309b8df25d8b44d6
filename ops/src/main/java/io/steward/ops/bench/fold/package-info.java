/**
 * How fast the log becomes rows: a control log is recorded, a real controller folds it from nothing and then anew beside
 * its readers; beside it, the same messages only read and the same rows only written.
 */
@NullMarked
package io.steward.ops.bench.fold;

import org.jspecify.annotations.NullMarked;
