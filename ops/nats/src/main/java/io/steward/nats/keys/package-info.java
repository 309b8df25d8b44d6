/** The broker's identities: operator, accounts and users, minted here, kept as files, never printed. */
@NullMarked
package io.steward.nats.keys;

import org.jspecify.annotations.NullMarked;
