/**
 * Secrets in the arguments of commands: sealed by whoever sends them to the public key of one node, opened by that node
 * alone. HPKE (RFC 9180), base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20Poly1305.
 */
@NullMarked
package io.steward.nats.seal;

import org.jspecify.annotations.NullMarked;
