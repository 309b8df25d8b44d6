package io.steward.nats;

import io.steward.nats.testing.BrokerTest;

@BrokerTest(generation = "2.15")
class NodeRightsOnNewestBrokerTest extends NodeRightsContract {}
