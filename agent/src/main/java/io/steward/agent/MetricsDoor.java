package io.steward.agent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.steward.nats.tls.Tls;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * {@code GET /metrics} on a port of its own, loopback unless told otherwise, for those who show the bearer token. Answers in a thread of its own, one
 * request at a time; never prints the token.
 */
public final class MetricsDoor implements AutoCloseable {
    private static final String FORM = "text/plain; version=0.0.4; charset=utf-8";

    private static final int BACKLOG = 16;

    static {
        limit("maxReqTime", 10);
        limit("maxRspTime", 30);
        limit("idleInterval", 30);
        limit("maxIdleConnections", 8);
        limit("maxReqHeaders", 50);
        limit("jdk.httpserver.maxConnections", 32);
    }

    private final HttpServer server;

    private MetricsDoor(HttpServer server) {
        this.server = server;
    }

    /**
     * Opens it.
     *
     * @param address with port 0 for any that is free
     * @param token what callers have to show; never blank
     * @param tls empty: plain HTTP
     */
    public static MetricsDoor open(
            InetSocketAddress address, String token, PrometheusMeterRegistry meters, Optional<SSLContext> tls)
            throws IOException {
        if (token.isBlank()) {
            throw new IllegalArgumentException("the token for /metrics is empty: use one of some length");
        }
        byte[] expected = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
        HttpServer server = tls.isPresent() ? encrypted(address, tls.get()) : HttpServer.create(address, BACKLOG);
        server.createContext("/metrics", exchange -> answer(exchange, expected, meters));
        server.start();
        return new MetricsDoor(server);
    }

    // The JDK's server reads these once, when it is first used. Nobody may hold its one thread for long.
    private static void limit(String name, int value) {
        String full = name.startsWith("jdk.") ? name : "sun.net.httpserver." + name;
        System.getProperties().putIfAbsent(full, Integer.toString(value));
    }

    private static HttpServer encrypted(InetSocketAddress address, SSLContext tls) throws IOException {
        HttpsServer server = HttpsServer.create(address, BACKLOG);
        server.setHttpsConfigurator(new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters own = tls.getDefaultSSLParameters();
                own.setProtocols(Tls.PROTOCOLS.toArray(String[]::new));
                parameters.setSSLParameters(own);
            }
        });
        return server;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static void answer(HttpExchange exchange, byte[] expected, PrometheusMeterRegistry meters)
            throws IOException {
        try (exchange) {
            String shown = exchange.getRequestHeaders().getFirst("Authorization");
            if (shown == null || !MessageDigest.isEqual(shown.getBytes(StandardCharsets.UTF_8), expected)) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
                exchange.sendResponseHeaders(401, -1);
            } else if (!"GET".equals(exchange.getRequestMethod())) {
                exchange.sendResponseHeaders(405, -1);
            } else {
                byte[] text = meters.scrape(FORM).getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", FORM);
                exchange.sendResponseHeaders(200, text.length);
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(text);
                }
            }
        }
    }
}
