/**
 * Fuzzing for every module's tests: seeded mutation of valid inputs by a grammar's own tokens, and a target that holds a
 * parser to its word: nothing thrown but what is declared, no input that takes long, no memory out of proportion.
 */
@NullMarked
package io.steward.model.fuzz;

import org.jspecify.annotations.NullMarked;
