package io.steward.controller.log;

import java.time.Instant;

/**
 * What a broker says of a stream at one moment. An empty stream has {@code firstSeq = lastSeq + 1}.
 *
 * @param lacking entries between the first and the last that are not there
 */
public record StreamFacts(String stream, Instant created, long firstSeq, long lastSeq, long lacking) {}
