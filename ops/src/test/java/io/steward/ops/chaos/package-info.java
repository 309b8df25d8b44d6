@NullMarked
package io.steward.ops.chaos;

import org.jspecify.annotations.NullMarked;
