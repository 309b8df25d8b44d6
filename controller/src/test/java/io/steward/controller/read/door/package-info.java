/** The parts of the SQL port by themselves; whole, it is tried by real clients in the package above. */
@NullMarked
package io.steward.controller.read.door;

import org.jspecify.annotations.NullMarked;
