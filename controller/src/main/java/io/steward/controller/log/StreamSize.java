package io.steward.controller.log;

/** How much a stream holds at one moment. Doubles, since that is what gauges tell. */
record StreamSize(double messages, double bytes) {}
