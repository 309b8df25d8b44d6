package io.steward.controller;

import static io.steward.controller.DoorsSite.ALICE;
import static io.steward.controller.DoorsSite.bearer;
import static io.steward.controller.DoorsSite.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.steward.controller.intake.BadDoor;
import io.steward.nats.tls.PrivateCa;
import io.steward.nats.tls.TlsFiles;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** HTTP with TLS: who gets in, by what, and what happens when files change under it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpTlsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path temp;

    private DoorsSite site;

    @BeforeAll
    void open() throws Exception {
        Path folder = Files.createDirectories(temp.resolve("site"));
        Path roles = Files.writeString(folder.resolve("roles"), "# operators\nalice operator\nvictor viewer\n");
        site = new DoorsSite(
                folder,
                Map.of(
                        "http.tls.clients", folder.resolve("ca/ca.pem").toString(),
                        "http.tls.roles.file", roles.toString()));
    }

    @AfterAll
    void close() {
        site.close();
    }

    @Test
    void who_trusts_the_ca_gets_in_and_is_told_to_stay_with_tls() throws Exception {
        HttpResponse<String> answer = site.get(site.client(), "/api/v1/nodes", bearer(ALICE));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Strict-Transport-Security")).contains("max-age=31536000");
        assertThat(site.get(site.client(), "/api/v1/nodes").statusCode()).isEqualTo(401);
        assertThatThrownBy(() -> site.get(site.client(TlsFiles.NONE), "/health/live"))
                .isInstanceOf(SSLException.class);
    }

    @Test
    void old_protocols_and_plain_http_are_refused() throws Exception {
        for (String old : List.of("TLSv1", "TLSv1.1")) {
            try (SSLSocket socket = (SSLSocket)
                    site.trusting().getSocketFactory().createSocket("127.0.0.1", site.controller.httpPort())) {
                socket.setEnabledProtocols(new String[] {old});
                assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
            }
        }
        try (var socket = site.socket()) {
            socket.getOutputStream().write("GET /health/live HTTP/1.0\r\n\r\n".getBytes());
            assertThat(new String(socket.getInputStream().readAllBytes())).doesNotContain("live");
        }
    }

    @Test
    void a_certificate_stands_in_for_a_token_with_the_role_of_its_name() throws Exception {
        assertThat(site.get(site.client("alice"), "/api/v1/nodes").statusCode()).isEqualTo(200);
        HttpResponse<String> forbidden = site.get(site.client("victor"), "/api/v1/repair");
        assertThat(forbidden.statusCode()).isEqualTo(403);
        assertThat(forbidden.body()).contains("\\\"victor\\\"");
        assertThat(site.get(site.client("mallory"), "/api/v1/nodes").statusCode())
                .isEqualTo(401);
    }

    @Test
    void a_certificate_of_another_ca_ends_the_handshake() throws Exception {
        PrivateCa other = PrivateCa.openOrCreate(temp.resolve("other"), InstantSource.system());
        other.client("alice", temp.resolve("alice.pem"), temp.resolve("alice.key"));
        HttpClient forged = site.client(new TlsFiles(
                Optional.of(site.ca.certificate()),
                Optional.of(temp.resolve("alice.pem")),
                Optional.of(temp.resolve("alice.key")),
                false));

        // The server says no after its half of the handshake: as an alert, or as the end of the connection.
        assertThatThrownBy(() -> site.get(forged, "/api/v1/nodes")).isInstanceOf(java.io.IOException.class);
    }

    @Test
    void roles_and_tokens_are_read_again_when_they_change_and_a_bad_file_changes_nothing() throws Exception {
        Path tokens = site.folder.resolve("tokens");
        String before = Files.readString(tokens);
        HttpClient client = site.client();

        Files.writeString(
                tokens,
                before + line("bob", "viewer", "bob-token").strip() + " 2026-01-01T00:00:00Z\n"
                        + line("carol", "viewer", "carol-token").strip() + " "
                        + Instant.now().plusSeconds(3600) + "\n");
        await().atMost(PATIENCE)
                .until(() ->
                        site.get(client, "/api/v1/nodes", bearer("carol-token")).statusCode() == 200);
        assertThat(site.get(client, "/api/v1/nodes", bearer("bob-token")).statusCode())
                .as("a token that has ended")
                .isEqualTo(401);

        Files.writeString(tokens, "nonsense\n");
        assertThat(site.get(client, "/api/v1/nodes", bearer("carol-token")).statusCode())
                .isEqualTo(200);

        Files.writeString(tokens, before);
        await().atMost(PATIENCE)
                .until(() ->
                        site.get(client, "/api/v1/nodes", bearer("carol-token")).statusCode() == 401);
        assertThat(site.get(client, "/api/v1/nodes", bearer(ALICE)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_renewed_certificate_is_for_new_connections_and_the_old_ones_go_on() throws Exception {
        try (DoorsSite own = new DoorsSite(temp.resolve("renewed"), Map.of());
                SSLSocket old = connected(own)) {
            X509Certificate before = shown(old);
            say(old);

            PrivateCa next = PrivateCa.openOrCreate(temp.resolve("next"), InstantSource.system());
            own.certify(next);
            Files.copy(next.certificate(), own.ca.certificate(), StandardCopyOption.REPLACE_EXISTING);

            try (SSLSocket fresh = connected(own)) {
                assertThat(shown(fresh)).isNotEqualTo(before);
            }
            say(old);

            Files.writeString(own.folder.resolve("api.pem"), "broken");
            try (SSLSocket fresh = connected(own)) {
                assertThat(shown(fresh)).as("with a broken file").isNotEqualTo(before);
            }
        }
    }

    @Test
    void plain_http_for_others_to_hear_has_to_be_allowed_knowingly() throws Exception {
        Map<String, String> plain = Map.of("http.tls.certificate", "", "http.tls.key", "", "http.host", "0.0.0.0");
        assertThatThrownBy(() -> new DoorsSite(temp.resolve("plain"), plain).close())
                .isInstanceOf(BadDoor.class)
                .hasMessageContaining("\"http.host\" \"0.0.0.0\" without TLS is not allowed")
                .hasMessageContaining("http.plain=allow");
        Map<String, String> allowed = new java.util.HashMap<>(plain);
        allowed.put("http.plain", "allow");
        new DoorsSite(temp.resolve("plain"), allowed).close();
        assertThatThrownBy(() -> new DoorsSite(temp.resolve("half"), Map.of("http.tls.key", "")).close())
                .isInstanceOf(BadDoor.class)
                .hasMessageContaining("\"http.tls.certificate\" and \"http.tls.key\" need each other");
    }

    private static SSLSocket connected(DoorsSite site) throws Exception {
        SSLSocket socket =
                (SSLSocket) site.trusting().getSocketFactory().createSocket("127.0.0.1", site.controller.httpPort());
        socket.setSoTimeout(30_000);
        try {
            socket.startHandshake();
        } catch (SSLHandshakeException e) {
            socket.close();
            throw e;
        }
        return socket;
    }

    private static X509Certificate shown(SSLSocket socket) throws Exception {
        return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }

    private static void say(SSLSocket socket) throws Exception {
        socket.getOutputStream().write("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n".getBytes());
        byte[] answer = new byte[4096];
        assertThat(new String(answer, 0, socket.getInputStream().read(answer))).startsWith("HTTP/1.1 200");
    }
}
