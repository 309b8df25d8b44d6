/**
 * How soon the state database answers what people ask, by the API of a real controller, idle and while it folds at full
 * speed: a fleet's past, made of real folded rows and many copies of them, the questions, and what bare parts need for
 * the same.
 */
@NullMarked
package io.steward.ops.bench.query;

import org.jspecify.annotations.NullMarked;
