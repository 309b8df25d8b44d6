package io.steward.controller.intake;

/** Who asks: the name that stands in {@code issuedBy}, and what it may do. */
record Caller(String name, Role role) {}
