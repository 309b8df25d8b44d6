package io.steward.nats;

import io.nats.client.NKey;
import io.nats.client.support.JwtUtils;
import io.nats.client.support.JwtUtils.UserClaim;
import io.steward.model.subject.NodeName;
import io.steward.nats.keys.FleetKeys;
import io.steward.nats.keys.NodeKey;
import io.steward.nats.keys.NodeSigner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Credentials of those whom a broker must not let in, each wrong in one thing. */
final class Strangers {
    private static final NodeName SHIP2 = NodeName.of("ship2");

    private final FleetKeys keys;
    private final Path folder;

    Strangers(FleetKeys keys, Path folder) {
        this.keys = keys;
        this.folder = folder;
    }

    /** Whose they are; empty: there are none. */
    Optional<Path> credentials(String whom) throws Exception {
        NodeKey own = NodeKey.openOrCreate(folder.resolve("own"));
        return switch (whom) {
            case Forbidden.NOBODY -> Optional.empty();
            case Forbidden.REVOKED -> Optional.of(keys.credentialsFor(NodeName.of("ship9")));
            case Forbidden.STRANGER ->
                Optional.of(FleetKeys.openOrCreate(folder.resolve("stranger")).credentialsFor(SHIP2));
            case Forbidden.EXPIRED ->
                written(own, mint(own.publicKey(), Instant.now().minusSeconds(60)));
            case Forbidden.FORGER -> written(own, forged(own.publicKey()));
            case Forbidden.THIEF -> {
                NodeKey thief = NodeKey.openOrCreate(folder.resolve("thief"));
                yield written(thief, mint(own.publicKey(), Instant.now()));
            }
            case "ship2, unharmed" -> written(own, mint(own.publicKey(), Instant.now()));
            default -> throw new IllegalArgumentException(whom);
        };
    }

    private String mint(String publicKey, Instant from) throws Exception {
        return NodeSigner.open(keys.nodeSigningKey(), keys.agentsAccount())
                .mint(SHIP2, publicKey, from, Duration.ofSeconds(30));
    }

    private String forged(String publicKey) throws Exception {
        NKey self = NKey.createAccount(new SecureRandom());
        return JwtUtils.issueUserJWT(
                self, publicKey, "ship2", null, JwtUtils.currentTimeSeconds(), new UserClaim(keys.agentsAccount()));
    }

    private Optional<Path> written(NodeKey key, String token) throws Exception {
        Path file = Files.createTempFile(folder, "stranger", ".creds");
        key.writeCredentials(file, token);
        return Optional.of(file);
    }
}
