package io.steward.ops.cli;

import io.steward.nats.LinkConfig;
import io.steward.nats.keys.AccountUpdate;
import io.steward.nats.keys.FleetKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The folder with the fleet's keys, for what only its owner may do, and the broker that is told of it. */
final class KeysFolder {
    private static final String USUAL = "nats://127.0.0.1:4222";
    private static final Pattern BROKER = Pattern.compile("(?m)^nats\\.url: \"([^\",]+)");

    @Option(
            names = "--keys",
            paramLabel = "DIR",
            description = "The folder with the fleet's keys. Default: keys in --data, if that is there.")
    @Nullable
    Path keys;

    @Option(
            names = "--broker",
            paramLabel = "URL",
            description = "Where the broker is told. Default: what --data or conf/controller.yml beside the keys says,"
                    + " then " + USUAL + ".")
    @Nullable
    String broker;

    /** The folder, if one is at hand. */
    Optional<Path> find(Target target) {
        return Optional.ofNullable(keys)
                .or(() -> target.folder().map(data -> data.resolve("keys")).filter(Files::isDirectory))
                .map(Path::toAbsolutePath);
    }

    FleetKeys open(Path folder) {
        try {
            return FleetKeys.open(folder);
        } catch (IllegalArgumentException e) {
            throw Trouble.wrongUse("--keys: " + e.getMessage());
        }
    }

    /** Takes the rights of these keys, keeps that in the folder, and has the broker cut their connections. */
    void revoke(FleetKeys fleet, Path folder, Target target, Collection<String> publicKeys)
            throws InterruptedException {
        // For good: a key never comes back, and a token that is minted for it in the same moment must not either.
        Instant forGood = Instant.now().plus(Duration.ofDays(36_500));
        publicKeys.forEach(key -> fleet.revoke(key, forGood));
        String url = url(folder, target);
        try {
            AccountUpdate.push(
                    LinkConfig.forFleet(url, fleet.systemCredentials(), "steward-revoke"), fleet.agentsJwt());
        } catch (IOException e) {
            throw Trouble.unreachable("it is kept in " + folder + ", but the broker at " + url
                    + " has not been told, so a connection may go on: " + e.getMessage() + "; repeat it");
        }
    }

    private String url(Path folder, Target target) {
        return Optional.ofNullable(broker)
                .or(() -> besides(folder))
                .or(target::broker)
                .orElse(USUAL);
    }

    private static Optional<String> besides(Path folder) {
        try {
            Matcher url = BROKER.matcher(
                    Files.readString(folder.resolveSibling("conf").resolve("controller.yml")));
            return url.find() ? Optional.of(url.group(1)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
