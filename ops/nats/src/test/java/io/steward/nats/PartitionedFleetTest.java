package io.steward.nats;

import io.steward.nats.testing.BrokerTest;

/** The same rights where the command stream is split. */
@BrokerTest(partitions = 3)
class PartitionedFleetTest extends NodeRightsContract {}
