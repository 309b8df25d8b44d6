package io.steward.controller.log;

import java.time.Instant;

/** What a broker says of a stream at one moment. An empty stream has {@code firstSeq = lastSeq + 1}. */
public record StreamFacts(String stream, Instant created, long firstSeq, long lastSeq) {}
