/**
 * How a machine becomes a node: it makes its keys itself, asks the controller for credentials, and renews them before they
 * expire. Private keys leave neither this package's files nor the machine.
 */
@NullMarked
package io.steward.agent.enrol;

import org.jspecify.annotations.NullMarked;
