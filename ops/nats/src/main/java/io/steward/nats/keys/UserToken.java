package io.steward.nats.keys;

import io.nats.client.NKey;
import io.steward.model.command.Args;
import io.steward.model.wire.PlainObject;
import io.steward.model.wire.Unreadable;
import io.steward.nats.PureJava;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a user's token says of itself. A value; whether the issuer may say so is for the broker to know.
 *
 * @param name the node
 * @param issuer the public key of who signed it
 * @param publicKey whose token it is
 * @param expiresAt empty: never
 */
public record UserToken(String name, String publicKey, String issuer, Instant issuedAt, Optional<Instant> expiresAt) {
    static {
        PureJava.choose();
    }

    private static final Pattern BLOCK = Pattern.compile("-BEGIN NATS USER JWT-+\\s+([A-Za-z0-9_.-]+?)\\s+-");

    /** The token in the text of a credentials file. */
    public static UserToken inCredentials(String text) {
        Matcher block = BLOCK.matcher(text);
        if (!block.find()) {
            throw new IllegalArgumentException("this is no credentials file: it holds no NATS USER JWT");
        }
        return read(block.group(1));
    }

    /** The token in a credentials file; empty where there is no such file, or it is a bare seed. */
    public static Optional<UserToken> inFile(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        String text = Files.readString(file);
        return BLOCK.matcher(text).find() ? Optional.of(inCredentials(text)) : Optional.empty();
    }

    /**
     * Reads a token.
     *
     * @throws IllegalArgumentException when it is not a user's token
     */
    public static UserToken read(String jwt) {
        if (!jwt.matches("[A-Za-z0-9_.-]+")) {
            throw new IllegalArgumentException("this is no token: it holds other characters than base64url");
        }
        String[] parts = jwt.split("\\.", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("this is no token: it has " + parts.length + " parts; use 3");
        }
        return claims(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8));
    }

    /** As {@link #read}, and signed by who it says. */
    public static UserToken readSigned(String jwt) {
        UserToken token = read(jwt);
        int end = jwt.lastIndexOf('.');
        try {
            byte[] signature = Base64.getUrlDecoder().decode(jwt.substring(end + 1));
            byte[] signed = jwt.substring(0, end).getBytes(StandardCharsets.US_ASCII);
            if (!NKey.fromPublicKey(token.issuer().toCharArray()).verify(signed, signature)) {
                throw new IllegalArgumentException("the token is not signed by its issuer");
            }
            return token;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("the token's signature can't be checked", e);
        }
    }

    private static UserToken claims(String body) {
        try {
            Args claims = PlainObject.read(body);
            String subject = claims.string("sub")
                    .filter(key -> key.matches("U[A-Z2-7]{55}"))
                    .orElseThrow(() -> new IllegalArgumentException(
                            "this is no user's token: its subject is not a user's public key"));
            return new UserToken(
                    claims.string("name").orElse(""),
                    subject,
                    claims.string("iss").orElse(""),
                    second(claims, "iat").orElse(Instant.EPOCH),
                    second(claims, "exp"));
        } catch (Unreadable e) {
            throw new IllegalArgumentException("this is no token: " + e.getMessage(), e);
        }
    }

    private static Optional<Instant> second(Args claims, String name) {
        try {
            return claims.fields().get(name) instanceof Number number
                    ? Optional.of(Instant.ofEpochSecond(number.longValue()))
                    : Optional.empty();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("\"" + name + "\" is no time", e);
        }
    }
}
