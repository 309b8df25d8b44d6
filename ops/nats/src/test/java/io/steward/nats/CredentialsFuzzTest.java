package io.steward.nats;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nats.client.NKey;
import io.steward.model.fuzz.FuzzTarget;
import io.steward.model.fuzz.Grammar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the broker tells, and the files by which one proves oneself to it. */
class CredentialsFuzzTest {
    private static final String CLAIMS = "{\"jti\":\"x\",\"iat\":1,\"name\":\"ship2\",\"sub\":\"U\",\"nats\":{}}";

    @TempDir
    Path folder;

    @Test
    void a_notice_of_the_broker_is_one_or_none() {
        String jwt = "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(CLAIMS.getBytes(UTF_8)) + ".c2ln";
        String notice = "{\"type\":\"io.nats.server.advisory.v1.client_disconnect\",\"id\":\"a\","
                + "\"timestamp\":\"2026-11-22T09:00:00.123456789Z\",\"client\":{\"id\":7,\"jwt\":\"" + jwt
                + "\"},\"reason\":\"Client Closed\"}";
        FuzzTarget.of("connection notice", Grammar.JSON, notice, notice.replace("ship2", "no name"))
                .inputs(5_000)
                .extremes(notice)
                .check(ConnectionNotice::read);
        FuzzTarget.of("claims of a notice", Grammar.JSON, CLAIMS)
                .inputs(4_000)
                .extremes(CLAIMS)
                .check(claims -> {
                    String other = Base64.getUrlEncoder().withoutPadding().encodeToString(claims);
                    ConnectionNotice.read(
                            notice.replace(jwt, "e30." + other + ".c2ln").getBytes(UTF_8));
                });
    }

    @Test
    void a_seed_file_signs_or_says_that_it_cannot() throws Exception {
        String seed = new String(NKey.createUser(null).getSeed());
        FuzzTarget.of("seed file", Grammar.WORDS, seed + "\n", "SUAAAA\n")
                .refusing(IllegalStateException.class, IllegalArgumentException.class, IOException.class)
                .check(bytes -> {
                    Path file = Files.write(folder.resolve("seed"), bytes);
                    if (SeedFile.isOne(file)) {
                        SeedFile.of(file).sign(new byte[] {1, 2, 3});
                        SeedFile.of(file).getID();
                    }
                });
    }
}
