/** Orders against a real broker. */
@NullMarked
package io.steward.controller.issue;

import org.jspecify.annotations.NullMarked;
