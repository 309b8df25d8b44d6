/** Who signs in without one of our own tokens: by the token of an OpenID provider, or by a client certificate. */
@NullMarked
package io.steward.controller.sign;

import org.jspecify.annotations.NullMarked;
