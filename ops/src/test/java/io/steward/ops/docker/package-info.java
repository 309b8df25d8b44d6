/** The compose file and the image, read as files: starting them takes a Docker engine and is tried by hand. */
@NullMarked
package io.steward.ops.docker;

import org.jspecify.annotations.NullMarked;
