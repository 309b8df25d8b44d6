package io.steward.ops.cli;

import io.steward.model.trust.TrustedKey;
import io.steward.nats.keys.OperatorKeyFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code steward key new|show}: keys with which operators sign commands. */
@Command(
        name = "key",
        mixinStandardHelpOptions = true,
        description = {
            "Makes and shows keys with which operators sign their commands: Ed25519, PEM, as OpenSSL makes them, too.",
            "A private key stays on its owner's machine; a policy names the public one."
        },
        footer = {
            "",
            "Examples:",
            "  steward key new alice --out ~/.steward",
            "  steward key show ~/.steward/alice.key",
            "  steward run --all --key ~/.steward/alice.key -- uname -a"
        })
final class KeyCommand implements Runnable {
    @picocli.CommandLine.Spec
    picocli.CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new picocli.CommandLine.ParameterException(
                spec.commandLine(), "say which: key new NAME, or key show FILE");
    }

    @Command(name = "new", mixinStandardHelpOptions = true, description = "Makes NAME.key and NAME.pub.")
    int make(
            @Parameters(paramLabel = "NAME", description = "Who signs with it, as the policy calls him.") String name,
            @Option(names = "--out", paramLabel = "DIR", description = "Where. Default: this folder.") @Nullable
                    Path out)
            throws IOException {
        try {
            OperatorKeyFile made = OperatorKeyFile.create(out == null ? Path.of("") : out, name);
            System.out.println(line(made.trusted(false)));
            System.err.println("private key: " + made.file() + ", keep it on your machine; public key: "
                    + made.publicFile() + ". The line above belongs into \"keys\" of the policy.");
            return 0;
        } catch (FileAlreadyExistsException e) {
            throw Trouble.refused("there is a key already: " + e.getFile() + " stays as it is");
        } catch (IllegalArgumentException e) {
            throw Trouble.wrongUse(String.valueOf(e.getMessage()));
        }
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Prints the line of a key for a policy.")
    int show(@Parameters(paramLabel = "FILE", description = "A private key in PEM.") Path file) {
        try {
            System.out.println(line(OperatorKeyFile.of(file).trusted(false)));
            return 0;
        } catch (IOException e) {
            throw Trouble.wrongUse("key " + file + " can't be read: " + e);
        } catch (IllegalArgumentException e) {
            throw Trouble.wrongUse(String.valueOf(e.getMessage()));
        }
    }

    private static String line(TrustedKey key) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", key.name());
        json.put("key", key.key());
        return PlainJson.text(json);
    }
}
