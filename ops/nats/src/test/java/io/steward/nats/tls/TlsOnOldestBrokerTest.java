package io.steward.nats.tls;

class TlsOnOldestBrokerTest extends TlsContract {
    TlsOnOldestBrokerTest() {
        super("2.10", false);
    }
}
