package io.steward.controller.intake;

import io.steward.nats.tls.Tls;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * The port of HTTP: TLS if there is a certificate, and what one address may take of it. Idle connections are ended after
 * half a minute, or three signs of life of a live stream.
 */
final class Listener implements Connection.Listener {
    private static final long HSTS_SECONDS = 31_536_000;
    private static final long IDLE_MILLIS = 30_000;
    private static final int HEADER_BYTES = 16 << 10;

    private final int mostOfOne;
    private final Map<String, Integer> open = new ConcurrentHashMap<>();

    private Listener(int mostOfOne) {
        this.mostOfOne = mostOfOne;
    }

    static ServerConnector of(Server server, HttpConfiguration http, HttpAddress address) {
        HttpConnectionFactory plain = new HttpConnectionFactory(http);
        http.setRequestHeaderSize(HEADER_BYTES);
        ServerConnector connector = address.tls()
                .map(context -> {
                    http.addCustomizer(customizer());
                    SslContextFactory.Server tls = new SslContextFactory.Server();
                    tls.setSslContext(context);
                    tls.setIncludeProtocols(Tls.PROTOCOLS.toArray(String[]::new));
                    tls.setWantClientAuth(address.clients());
                    return new ServerConnector(server, new SslConnectionFactory(tls, "http/1.1"), plain);
                })
                .orElseGet(() -> new ServerConnector(server, plain));
        connector.setHost(address.host());
        connector.setPort(address.port());
        connector.setIdleTimeout(Math.max(IDLE_MILLIS, 3 * address.heartbeat().toMillis()));
        connector.addBean(new Listener(Math.max(1, address.connections() / 2)));
        server.addBean(new NetworkConnectionLimit(address.connections(), connector));
        return connector;
    }

    // By which name it was reached is no matter here: clients check the certificate, and there is one site.
    private static SecureRequestCustomizer customizer() {
        SecureRequestCustomizer customizer = new SecureRequestCustomizer(false);
        customizer.setStsMaxAge(HSTS_SECONDS);
        return customizer;
    }

    @Override
    public void onOpened(Connection connection) {
        int now = open.merge(who(connection), 1, Integer::sum);
        if (now > mostOfOne) {
            connection.close();
        }
    }

    @Override
    public void onClosed(Connection connection) {
        open.computeIfPresent(who(connection), (who, count) -> count > 1 ? count - 1 : null);
    }

    private static String who(Connection connection) {
        SocketAddress remote = connection.getEndPoint().getRemoteSocketAddress();
        // Connections within a TLS connection are told, too.
        String layer = connection.getClass().getSimpleName();
        return layer + " " + (remote instanceof InetSocketAddress net ? net.getAddress() : remote);
    }
}
