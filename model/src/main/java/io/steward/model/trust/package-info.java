/** Who may command what: operators' keys, the policy's rules, and the verdict on one command. Pure; no clock, no I/O. */
@NullMarked
package io.steward.model.trust;

import org.jspecify.annotations.NullMarked;
