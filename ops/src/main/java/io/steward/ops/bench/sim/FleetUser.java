package io.steward.ops.bench.sim;

import io.nats.client.NKey;
import io.nats.client.support.JwtUtils;
import io.nats.client.support.JwtUtils.UserClaim;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;

/**
 * A user of the nodes' account who may act as any node, for a scratch site alone: no site has one, since the account's
 * identity key signs it. What it sends goes through the same imports as what a node sends.
 */
final class FleetUser {
    private FleetUser() {}

    /** Writes its credentials file below this folder of a site's keys. */
    static Path credentials(Path keys) throws IOException {
        try {
            NKey account = NKey.fromSeed(
                    Files.readString(keys.resolve("agents.seed")).strip().toCharArray());
            NKey user = NKey.createUser(new SecureRandom());
            String token = JwtUtils.issueUserJWT(
                    account,
                    new String(user.getPublicKey()),
                    "bench",
                    null,
                    JwtUtils.currentTimeSeconds(),
                    new UserClaim(new String(account.getPublicKey())));
            Path file = keys.resolve("bench.creds");
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return Files.writeString(file, JwtUtils.NATS_USER_JWT_FORMAT.formatted(token, new String(user.getSeed())));
        } catch (GeneralSecurityException e) {
            throw new IOException("a user for the benchmark can't be made: " + e.getMessage(), e);
        }
    }
}
