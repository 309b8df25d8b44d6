package io.steward.nats.server;

class NewestBrokerProcessTest extends BrokerProcessContract {
    NewestBrokerProcessTest() {
        super("2.15");
    }
}
