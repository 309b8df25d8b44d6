package io.steward.controller;

import static io.steward.controller.DoorsSite.ALICE;
import static io.steward.controller.DoorsSite.bearer;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Tokens of an OpenID provider, good ones and forged ones. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OidcTest {
    private static final String ISSUER = "https://login.example.org";

    @TempDir
    static Path temp;

    private final AtomicInteger asked = new AtomicInteger();
    private RSAKey rsa;
    private ECKey ec;
    private HttpServer provider;
    private DoorsSite site;
    private HttpClient client;

    @BeforeAll
    void open() throws Exception {
        rsa = new RSAKeyGenerator(2048).keyID("rsa").generate();
        ec = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] keys = new JWKSet(List.of(rsa.toPublicJWK(), ec.toPublicJWK()))
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        provider.createContext("/keys", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
            exchange.close();
        });
        provider.start();
        site = new DoorsSite(
                temp,
                Map.of(
                        "http.oidc.issuer",
                        ISSUER,
                        "http.oidc.audience",
                        "steward-site",
                        "http.oidc.jwks",
                        "http://127.0.0.1:" + provider.getAddress().getPort() + "/keys"));
        client = site.client();
    }

    @AfterAll
    void close() {
        site.close();
        provider.stop(0);
    }

    @Test
    void a_good_token_lets_in_by_its_name_and_role_and_the_keys_are_asked_for_once() throws Exception {
        assertThat(status("/api/v1/nodes", signed(claims(), JWSAlgorithm.RS256, "rsa", new RSASSASigner(rsa))))
                .isEqualTo(200);
        assertThat(status("/api/v1/nodes", signed(claims(), JWSAlgorithm.PS384, "rsa", new RSASSASigner(rsa))))
                .isEqualTo(200);
        assertThat(status("/api/v1/nodes", signed(claims(), JWSAlgorithm.ES256, "ec", new ECDSASigner(ec))))
                .isEqualTo(200);
        assertThat(status("/api/v1/repair", good(claims()))).isEqualTo(403);
        assertThat(status("/api/v1/repair", good(claims().claim("steward_role", List.of("viewer", "admin", "x")))))
                .isEqualTo(200);
        assertThat(status("/api/v1/nodes", ALICE)).isEqualTo(200);
        // More are asked for only when a token names a key that is not known, and that not often.
        assertThat(asked.get()).isBetween(1, 2);
    }

    @Test
    void what_is_not_meant_for_us_or_not_now_is_refused() throws Exception {
        Instant now = Instant.now();
        for (JWTClaimsSet.Builder wrong : List.of(
                claims().issuer("https://evil.example.org"),
                claims().issuer(null),
                claims().audience("another"),
                claims().audience((String) null),
                claims().expirationTime(Date.from(now.minusSeconds(120))),
                claims().expirationTime(null),
                claims().notBeforeTime(Date.from(now.plusSeconds(120))),
                claims().claim("steward_role", "root"),
                claims().claim("steward_role", null),
                claims().claim("steward_role", 7),
                claims().subject(null),
                claims().subject("alice\nadmin"))) {
            assertThat(status("/api/v1/nodes", good(wrong)))
                    .as(wrong.build().toString())
                    .isEqualTo(401);
        }
    }

    @Test
    void forged_signatures_are_refused() throws Exception {
        RSAKey mine = new RSAKeyGenerator(2048).keyID("rsa").generate();
        byte[] published = rsa.toRSAPublicKey().getEncoded();
        String[] parts = good(claims()).split("\\.");
        String admin = good(claims().claim("steward_role", "admin")).split("\\.")[1];
        for (String forged : List.of(
                new PlainJWT(claims().build()).serialize(),
                signed(claims(), JWSAlgorithm.HS256, "rsa", new MACSigner(published)),
                signed(
                        claims(),
                        JWSAlgorithm.HS256,
                        "ec",
                        new MACSigner(ec.toPublicJWK().toString())),
                signed(claims(), JWSAlgorithm.RS256, "rsa", new RSASSASigner(mine)),
                new OwnKey(claims().build(), mine).text(),
                parts[0] + "." + admin + "." + parts[2],
                parts[0] + "." + parts[1] + ".",
                "..",
                "a.b.c")) {
            assertThat(status("/api/v1/nodes", forged)).as(forged).isEqualTo(401);
        }
    }

    /** Brings its own key in its header. */
    private record OwnKey(JWTClaimsSet claims, RSAKey key) {
        String text() throws Exception {
            SignedJWT jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .jwk(key.toPublicJWK())
                            .build(),
                    claims);
            jwt.sign(new RSASSASigner(key));
            return jwt.serialize();
        }
    }

    private int status(String path, String token) throws Exception {
        return site.get(client, path, bearer(token)).statusCode();
    }

    private String good(JWTClaimsSet.Builder claims) throws Exception {
        return signed(claims, JWSAlgorithm.RS256, "rsa", new RSASSASigner(rsa));
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience("steward-site")
                .subject("alice@example.org")
                .expirationTime(Date.from(Instant.now().plusSeconds(300)))
                .claim("steward_role", "operator");
    }

    private static String signed(JWTClaimsSet.Builder claims, JWSAlgorithm algorithm, String key, JWSSigner signer)
            throws Exception {
        SignedJWT jwt =
                new SignedJWT(new JWSHeader.Builder(algorithm).keyID(key).build(), claims.build());
        jwt.sign(signer);
        return jwt.serialize();
    }
}
