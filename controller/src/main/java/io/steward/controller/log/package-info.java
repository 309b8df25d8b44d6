/** The log: streams as they are declared, followed in order from a position. */
@NullMarked
package io.steward.controller.log;

import org.jspecify.annotations.NullMarked;
