package io.steward.controller.log;

import io.steward.nats.testing.BrokerTest;

@BrokerTest(generation = "2.15")
class StreamsOnNewestBrokerTest extends StreamsContract {}
