package io.steward.nats.tls;

class TlsOnNewestBrokerTest extends TlsContract {
    TlsOnNewestBrokerTest() {
        super("2.15", true);
    }
}
