package io.steward.model.trust;

import io.steward.model.command.Command;
import io.steward.model.wire.SigningBytes;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** A fresh key of an operator: what signs, and what a policy has to trust. */
public record OperatorKeys(SigningKey secret, TrustedKey trusted) {
    public static OperatorKeys fresh(String name) {
        return fresh(name, false);
    }

    public static OperatorKeys fresh(String name, boolean vouches) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            byte[] encoded = pair.getPublic().getEncoded();
            String raw = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
            return new OperatorKeys(
                    SigningKey.ofPem(name, SigningKey.pem(pair.getPrivate())),
                    new TrustedKey(name, raw, Optional.empty(), vouches));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The command with this operator's signature under it. */
    public Command sign(Command command) {
        return command.with(secret.sign(SigningBytes.of(command)));
    }
}
