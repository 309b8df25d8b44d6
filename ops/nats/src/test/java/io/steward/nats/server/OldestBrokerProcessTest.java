package io.steward.nats.server;

class OldestBrokerProcessTest extends BrokerProcessContract {
    OldestBrokerProcessTest() {
        super("2.10");
    }
}
