package io.steward.nats.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.steward.model.subject.NodeName;
import io.steward.nats.Link;
import io.steward.nats.LinkConfig;
import io.steward.nats.keys.FleetKeys;
import io.steward.nats.server.BrokerConfig;
import io.steward.nats.server.BrokerProcess;
import io.steward.nats.server.BrokerTls;
import io.steward.nats.server.NatsServerBinary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real nats-server with TLS, and the links to it. */
abstract class TlsContract {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration REFUSED = Duration.ofSeconds(2);

    private final String generation;
    private final boolean keepsConnections;
    private Path binary;
    private FleetKeys keys;
    private PrivateCa ca;
    private Path certificate;
    private Path key;

    @TempDir
    Path temp;

    /** @param keepsConnections whether a reload leaves clients alone: older servers with an operator cut them for a moment */
    TlsContract(String generation, boolean keepsConnections) {
        this.keepsConnections = keepsConnections;
        this.generation = generation;
    }

    @BeforeEach
    void keys_and_certificates() throws IOException {
        binary = NatsServerBinary.provision(generation);
        keys = FleetKeys.openOrCreate(temp.resolve("keys"));
        ca = PrivateCa.openOrCreate(temp.resolve("ca"), InstantSource.system());
        certificate = temp.resolve("broker.pem");
        key = temp.resolve("broker.key");
        ca.server("broker", List.of("127.0.0.1"), certificate, key);
    }

    @Test
    void who_trusts_its_ca_gets_in_and_nobody_else_nor_under_another_name() throws Exception {
        PrivateCa other = PrivateCa.openOrCreate(temp.resolve("other"), InstantSource.system());
        try (BrokerProcess broker = start(new BrokerTls(certificate, key))) {
            String url = broker.url();
            assertThat(url).startsWith("tls://127.0.0.1:");
            assertThat(connects(url, trusting(ca.certificate()), PATIENCE)).isTrue();
            assertThat(connects(url, TlsFiles.NONE, REFUSED)).isFalse();
            assertThat(connects(url, trusting(other.certificate()), REFUSED)).isFalse();
            // The same machine under a name that its certificate doesn't have.
            assertThat(connects(url.replace("127.0.0.1", "localhost"), trusting(ca.certificate()), REFUSED))
                    .isFalse();
            assertThat(connects(url.replace("tls://", "nats://"), TlsFiles.NONE, REFUSED))
                    .isFalse();
        }
    }

    @Test
    void it_may_ask_every_client_for_a_certificate_and_begin_with_the_handshake() throws Exception {
        Path mine = temp.resolve("ship1.pem");
        Path myKey = temp.resolve("ship1.key");
        ca.client("ship1", mine, myKey);
        try (BrokerProcess broker = start(new BrokerTls(certificate, key, Optional.of(ca.certificate()), true))) {
            TlsFiles whole = new TlsFiles(Optional.of(ca.certificate()), Optional.of(mine), Optional.of(myKey), true);
            assertThat(connects(broker.url(), whole, PATIENCE)).isTrue();
            assertThat(connects(
                            broker.url(),
                            new TlsFiles(Optional.of(ca.certificate()), Optional.empty(), Optional.empty(), true),
                            REFUSED))
                    .isFalse();
        }
    }

    @Test
    void a_renewed_certificate_is_taken_by_a_reload_and_by_links_that_are_up() throws Exception {
        try (BrokerProcess broker = start(new BrokerTls(certificate, key));
                Link link = Link.open(node(broker.url(), trusting(ca.certificate())))) {
            Connection connection = link.await(PATIENCE).orElseThrow();
            Object before = serial(broker);
            long cuts = link.reconnects();

            // The CA is another one, too: a link learns of both without being opened anew.
            PrivateCa next = PrivateCa.openOrCreate(temp.resolve("next"), InstantSource.system());
            next.server("broker", List.of("127.0.0.1"), certificate, key);
            Files.copy(next.certificate(), ca.certificate(), StandardCopyOption.REPLACE_EXISTING);
            broker.reload();

            // Until it has read them, its certificate is none of the CA's that is trusted now.
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> !serial(broker).equals(before));
            if (keepsConnections) {
                assertThat(link.reconnects()).isEqualTo(cuts);
                connection.flush(PATIENCE);
            }

            broker.kill();
            broker.restart();
            await().atMost(PATIENCE)
                    .until(() -> link.reconnects() > cuts && link.connection().isPresent());
        }
    }

    private Object serial(BrokerProcess broker) throws Exception {
        TlsFiles trusting = trusting(ca.certificate());
        String[] address = broker.url().substring("tls://".length()).split(":");
        try (var plain = new java.net.Socket(address[0], Integer.parseInt(address[1]))) {
            // The server greets first, in plain.
            plain.setSoTimeout((int) PATIENCE.toMillis());
            while (plain.getInputStream().read() != '\n') {}
            try (SSLSocket socket = (SSLSocket) Tls.client(trusting)
                    .getSocketFactory()
                    .createSocket(plain, address[0], Integer.parseInt(address[1]), true)) {
                socket.startHandshake();
                return ((java.security.cert.X509Certificate) socket.getSession().getPeerCertificates()[0])
                        .getSerialNumber();
            }
        }
    }

    private BrokerProcess start(BrokerTls tls) throws IOException {
        BrokerConfig config = BrokerConfig.loopback(temp.resolve("store"))
                .withSyncInterval(Duration.ofMinutes(2))
                .withTls(tls);
        return BrokerProcess.start(binary, config, keys, temp.resolve("broker"));
    }

    private boolean connects(String url, TlsFiles files, Duration patience) throws Exception {
        try (Link link = Link.open(node(url, files))) {
            return link.await(patience).isPresent();
        }
    }

    private LinkConfig node(String url, TlsFiles files) {
        NodeName ship1 = NodeName.of("ship1");
        return LinkConfig.forNode(url, keys.credentialsFor(ship1), ship1).with(files);
    }

    private static TlsFiles trusting(Path authority) {
        return new TlsFiles(Optional.of(authority), Optional.empty(), Optional.empty(), false);
    }
}
