package io.steward.controller.issue;

import io.steward.model.command.Command;
import io.steward.model.trust.Policy;
import io.steward.model.trust.SigningKey;
import io.steward.model.trust.TrustedKey;
import io.steward.model.wire.SigningBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Signs commands with the controller's own key. Any thread. */
public final class CommandSigner {
    private static final byte[] PROBE = "probe".getBytes(StandardCharsets.UTF_8);

    private final SigningKey key;
    private volatile @Nullable TrustedKey ours;

    public CommandSigner(SigningKey key) {
        this.key = key;
    }

    /**
     * The key in this file, under the file's name without its ending.
     *
     * @throws IOException if it can't be read or holds no Ed25519 key; the message holds nothing of it
     */
    public static CommandSigner read(Path file) throws IOException {
        String last = file.getFileName().toString();
        int dot = last.lastIndexOf('.');
        try {
            return new CommandSigner(SigningKey.ofPem(dot > 0 ? last.substring(0, dot) : last, Files.readString(file)));
        } catch (IllegalArgumentException e) {
            throw new IOException("commands.key.file \"" + file + "\" is not allowed: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new IOException("commands.key.file \"" + file + "\" can't be read: " + e, e);
        }
    }

    /** Who agents take these commands to come from. */
    public String name() {
        return key.name();
    }

    public Command sign(Command command) {
        return command.with(key.sign(SigningBytes.of(command)));
    }

    /** Whether the policy lets this very key sign what others issued. */
    boolean mayVouch(Policy policy, Instant now) {
        @Nullable TrustedKey trusted = policy.keys().get(name());
        return trusted != null
                && trusted.vouches()
                && trusted.expiresAt().filter(end -> !now.isBefore(end)).isEmpty()
                && isOurs(trusted);
    }

    // It costs a signature and its check: once for each key that a policy names.
    private boolean isOurs(TrustedKey trusted) {
        if (!trusted.equals(ours) && trusted.verifies(PROBE, key.sign(PROBE).bytes())) {
            ours = trusted;
        }
        return trusted.equals(ours);
    }

    @Override
    public String toString() {
        return "CommandSigner[" + name() + "]";
    }
}
