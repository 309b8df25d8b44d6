/** The checks that a site's security engineer runs: are they able to fail? */
@NullMarked
package io.steward.ops.security;

import org.jspecify.annotations.NullMarked;
