package io.steward.controller.intake;

/**
 * Where HTTP is served.
 *
 * @param host a name or address of this machine
 * @param port 0: a free one
 * @param bodyLimit the longest body that is read, in bytes
 */
public record HttpAddress(String host, int port, int bodyLimit) {}
