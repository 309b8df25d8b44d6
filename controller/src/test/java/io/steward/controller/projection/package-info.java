/** Folding, on real database files and a real broker. */
@NullMarked
package io.steward.controller.projection;

import org.jspecify.annotations.NullMarked;
