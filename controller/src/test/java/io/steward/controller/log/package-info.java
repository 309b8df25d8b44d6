/** Tests of this package, on real files and a real broker. */
@NullMarked
package io.steward.controller.log;

import org.jspecify.annotations.NullMarked;
