/** TLS by PEM files that may be renewed while they are in use, and a small site's own certificate authority. */
@NullMarked
package io.steward.nats.tls;

import org.jspecify.annotations.NullMarked;
