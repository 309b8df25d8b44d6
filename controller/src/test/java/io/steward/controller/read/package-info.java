/** Tests of this package, on real files and a real broker. */
@NullMarked
package io.steward.controller.read;

import org.jspecify.annotations.NullMarked;
