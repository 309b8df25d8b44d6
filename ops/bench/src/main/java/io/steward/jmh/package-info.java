/** Microbenchmarks of the paths that every command takes: codec, fold, journal, database. */
@NullMarked
package io.steward.jmh;

import org.jspecify.annotations.NullMarked;
