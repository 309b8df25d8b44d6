/** The operator's page in a real Chromium, against real fleets: of three nodes, of fifty, and of five thousand. */
@NullMarked
package io.steward.ops.browser;

import org.jspecify.annotations.NullMarked;
