package io.steward.controller.log;

import io.steward.nats.testing.BrokerTest;

@BrokerTest(generation = "2.10")
class StreamsOnOldestBrokerTest extends StreamsContract {}
