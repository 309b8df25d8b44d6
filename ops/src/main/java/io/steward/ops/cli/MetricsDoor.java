package io.steward.ops.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;

/** An agent's {@code /metrics} on a loopback port, for those who have the token in a file. One thread of its own. */
final class MetricsDoor implements AutoCloseable {
    private final Optional<HttpServer> server;

    private MetricsDoor(Optional<HttpServer> server) {
        this.server = server;
    }

    /** Port 0: there is no door. */
    static MetricsDoor open(int port, Optional<String> tokenFile, PrometheusMeterRegistry meters) throws IOException {
        if (port == 0) {
            return new MetricsDoor(Optional.empty());
        }
        if (tokenFile.isEmpty()) {
            throw Trouble.wrongUse("key \"metrics.token.file\" is not set: it is needed with metrics.port");
        }
        byte[] expected =
                ("Bearer " + Files.readString(Path.of(tokenFile.get())).strip()).getBytes(StandardCharsets.UTF_8);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/metrics", exchange -> answer(exchange, expected, meters));
        server.start();
        return new MetricsDoor(Optional.of(server));
    }

    @Override
    public void close() {
        server.ifPresent(door -> door.stop(0));
    }

    private static void answer(HttpExchange exchange, byte[] expected, PrometheusMeterRegistry meters)
            throws IOException {
        try (exchange) {
            String given = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                    .orElse("");
            if (!MessageDigest.isEqual(expected, given.getBytes(StandardCharsets.UTF_8))) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            byte[] text = meters.scrape().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
        }
    }
}
