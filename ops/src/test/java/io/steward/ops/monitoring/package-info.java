/**
 * What watches a fleet, for tests: the reference of the metrics, the shipped dashboards, a real Prometheus. Nothing here
 * stands in for the real part.
 */
@NullMarked
package io.steward.ops.monitoring;

import org.jspecify.annotations.NullMarked;
