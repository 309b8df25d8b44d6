package io.steward.ops.cli;

import io.steward.model.trust.SigningKey;
import io.steward.nats.keys.OperatorKeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** With whose key commands are signed here, on the operator's machine: option, environment, then the folder in --data. */
final class Signing {
    private static final String CONTROLLERS = "controller.key";

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "Sign with this private key, here; its name without the ending says who you are. Default:"
                    + " STEWARD_KEY, then the operator's key in --data. Without any the controller signs, if the policy"
                    + " lets it.")
    @Nullable
    Path key;

    /** The key; empty: nothing is signed here. */
    Optional<SigningKey> key(Target target) {
        Optional<Path> file = Optional.ofNullable(key)
                .or(() -> Target.set(System.getenv(), "STEWARD_KEY").map(Path::of))
                .or(() -> target.ownFolder().flatMap(Signing::inFolder));
        return file.map(Signing::read);
    }

    /** As {@link #key(Target)}, for what nobody else can sign. */
    SigningKey needed(Target target) {
        return key(target)
                .orElseThrow(() -> Trouble.wrongUse("this has to be signed: name your private key with --key or"
                        + " STEWARD_KEY; 'steward key new NAME' makes one"));
    }

    private static Optional<Path> inFolder(Path data) {
        try (Stream<Path> files = Files.list(data.resolve("keys").resolve("operators"))) {
            List<Path> keys = files.filter(file -> file.toString().endsWith(".key"))
                    .filter(file -> !file.endsWith(CONTROLLERS))
                    .limit(2)
                    .toList();
            return keys.size() == 1 ? Optional.of(keys.get(0)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static SigningKey read(Path file) {
        try {
            return OperatorKeyFile.of(file).secret();
        } catch (IOException e) {
            throw Trouble.wrongUse("key " + file + " can't be read: " + e);
        } catch (IllegalArgumentException e) {
            throw Trouble.wrongUse("--key " + file + " is not allowed: " + e.getMessage());
        }
    }
}
