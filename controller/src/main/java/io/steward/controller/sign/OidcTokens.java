package io.steward.controller.sign;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.steward.nats.tls.Reread;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges the bearer tokens of one OpenID provider: signature by one of its public keys, issuer, audience, times.
 *
 * <p>Any thread. Only signatures with private keys are taken, RSA or elliptic, whatever a token says of itself. Keys from
 * a url are kept for five minutes, asked for again when a token names one that is not among them, at most twice in half a
 * minute, and the old ones go on for four hours while the provider is away; those of a file are read again when it
 * changes. Clocks may differ by a minute. Nothing of a token is ever logged.
 */
public final class OidcTokens {
    private static final Logger LOG = LoggerFactory.getLogger(OidcTokens.class);
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);
    private static final int PATIENCE_MILLIS = 3_000;
    private static final int LONGEST = 1 << 18;
    private static final long KEPT_MILLIS = 300_000;
    private static final long REFRESH_MILLIS = 15_000;
    private static final long ASKED_MILLIS = 30_000;
    private static final long AWAY_MILLIS = 4 * 3_600_000L;

    private final OidcSettings settings;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    private OidcTokens(OidcSettings settings, JWKSource<SecurityContext> keys) {
        this.settings = settings;
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(
                settings.audience(),
                new JWTClaimsSet.Builder().issuer(settings.issuer()).build(),
                Set.of("exp", settings.nameClaim(), settings.roleClaim())));
    }

    /** For this provider.
     *
     * @throws IOException if the keys are in a file that can't be used; a url is asked when it is needed
     */
    public static OidcTokens of(OidcSettings settings) throws IOException {
        return new OidcTokens(settings, settings.remote() ? remote(settings.jwks()) : local(Path.of(settings.jwks())));
    }

    private static JWKSource<SecurityContext> remote(String url) throws IOException {
        return JWKSourceBuilder.<SecurityContext>create(
                        URI.create(url).toURL(),
                        new DefaultResourceRetriever(PATIENCE_MILLIS, PATIENCE_MILLIS, LONGEST))
                .cache(KEPT_MILLIS, REFRESH_MILLIS)
                .rateLimited(ASKED_MILLIS)
                .retrying(true)
                .outageTolerant(AWAY_MILLIS)
                .build();
    }

    private static JWKSource<SecurityContext> local(Path file) throws IOException {
        Reread<JWKSet> keys = Reread.of(List.of(file), () -> {
            try {
                return JWKSet.load(file.toFile());
            } catch (ParseException e) {
                throw new IOException("file " + file + " is not a JSON Web Key Set", e);
            }
        });
        return (selector, context) -> selector.select(keys.now());
    }

    /** Whether a token looks like one of a provider's rather than one of ours. */
    public static boolean concerns(String token) {
        return token.chars().filter(c -> c == '.').count() == 2;
    }

    /** Who shows this token; empty: it proves nothing. */
    public Optional<Claimed> judge(String token) throws ProviderAway {
        try {
            JWTClaimsSet claims = processor.process(token, null);
            String name = claims.getStringClaim(settings.nameClaim());
            return name != null && name.matches(Claimed.NAME)
                    ? Optional.of(new Claimed(name, roles(claims)))
                    : Optional.empty();
        } catch (RateLimitReachedException | BadJOSEException | ParseException e) {
            return Optional.empty();
        } catch (RemoteKeySourceException e) {
            if (e.getCause() instanceof RateLimitReachedException) {
                return Optional.empty();
            }
            LOG.warn("oidc: the keys at {} can't be read: {}", settings.jwks(), e.getMessage());
            throw new ProviderAway(e);
        } catch (JOSEException e) {
            return Optional.empty();
        }
    }

    private List<String> roles(JWTClaimsSet claims) throws ParseException {
        if (claims.getClaim(settings.roleClaim()) instanceof String one) {
            return List.of(one);
        }
        List<@Nullable String> several = claims.getStringListClaim(settings.roleClaim());
        return several == null
                ? List.of()
                : several.stream().filter(Objects::nonNull).toList();
    }
}
