package io.steward.nats;

import io.steward.nats.testing.BrokerTest;

@BrokerTest(generation = "2.10")
class NodeRightsOnOldestBrokerTest extends NodeRightsContract {}
