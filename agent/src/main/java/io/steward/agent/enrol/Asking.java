package io.steward.agent.enrol;

import io.steward.model.command.Args;
import io.steward.model.wire.Json;
import io.steward.model.wire.PlainObject;
import io.steward.model.wire.Unreadable;
import io.steward.nats.keys.EnrolmentRequest;
import io.steward.nats.tls.Tls;
import io.steward.nats.tls.TlsFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;

/** Asks a controller for credentials, once. The public keys, a signature and the token are all that is sent. */
final class Asking {
    private static final int CONNECT_MILLIS = 10_000;
    private static final int READ_MILLIS = 30_000;
    private static final int LARGEST = 1 << 20;

    /**
     * What it answered.
     *
     * @param jwt the credentials; empty: not yet
     * @param words why not
     */
    record Answer(Optional<String> jwt, String words) {}

    private Asking() {}

    /**
     * Asks.
     *
     * @param tls by which an https controller's certificate is judged
     * @throws IOException when it can't be reached, or what answers is no controller
     */
    static Answer ask(String url, EnrolmentRequest request, byte[] signature, TlsFiles tls) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url.replaceFirst("/+$", "") + "/api/v1/enrolments")
                        .toURL()
                        .openConnection();
        if (connection instanceof HttpsURLConnection https) {
            https.setSSLSocketFactory(Tls.client(tls).getSocketFactory());
        }
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        connection.setInstanceFollowRedirects(false);
        connection.setRequestMethod("POST");
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setDoOutput(true);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body(request, signature).getBytes(StandardCharsets.UTF_8));
        }
        int status = connection.getResponseCode();
        try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            String text = in == null ? "" : new String(in.readNBytes(LARGEST), StandardCharsets.UTF_8);
            return answer(status, text);
        }
    }

    private static String body(EnrolmentRequest request, byte[] signature) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("node", request.node().value());
        body.put("publicKey", request.publicKey());
        body.put("boxKey", request.boxKey());
        request.token().ifPresent(token -> body.put("token", token));
        body.put("signature", Base64.getUrlEncoder().withoutPadding().encodeToString(signature));
        return Json.text(body);
    }

    private static Answer answer(int status, String text) throws IOException {
        try {
            Args json = PlainObject.read(text);
            return switch (status) {
                case 200 -> new Answer(json.string("jwt"), "no credentials were in the answer");
                case 202 -> new Answer(Optional.empty(), "waits until somebody approves the fingerprint");
                default ->
                    new Answer(
                            Optional.empty(),
                            "refused: "
                                    + json.string("detail")
                                            .orElse("status " + status)
                                            .replaceAll("\\p{Cntrl}", "?"));
            };
        } catch (Unreadable | IllegalArgumentException e) {
            throw new IOException("what answers with status " + status + " is no controller", e);
        }
    }
}
