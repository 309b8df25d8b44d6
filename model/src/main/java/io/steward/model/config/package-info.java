/** Configuration as values: declared keys, complete and immutable, or not built. Reads no file and no environment. */
@NullMarked
package io.steward.model.config;

import org.jspecify.annotations.NullMarked;
