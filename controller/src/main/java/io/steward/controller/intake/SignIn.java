package io.steward.controller.intake;

import io.javalin.http.Context;
import io.steward.controller.sign.CertificateNames;
import io.steward.controller.sign.Claimed;
import io.steward.controller.sign.OidcSettings;
import io.steward.controller.sign.OidcTokens;
import io.steward.controller.sign.ProviderAway;
import io.steward.model.config.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Who asks: by a token of our own, the token of an OpenID provider, or a client certificate. What a request shows in its
 * header counts before its certificate. Any thread.
 */
public final class SignIn {
    private static final String BEARER = "Bearer ";

    private final Supplier<Tokens> tokens;
    private final Optional<OidcTokens> provider;
    private final Optional<CertificateNames> certificates;
    private final InstantSource clock;

    private SignIn(
            Supplier<Tokens> tokens,
            Optional<OidcTokens> provider,
            Optional<CertificateNames> certificates,
            InstantSource clock) {
        this.tokens = tokens;
        this.provider = provider;
        this.certificates = certificates;
        this.clock = clock;
    }

    /** By these tokens, and by what else the settings name. */
    public static SignIn of(Supplier<Tokens> tokens, Settings settings, InstantSource clock) throws IOException {
        Optional<OidcSettings> oidc;
        try {
            oidc = OidcSettings.of(settings);
        } catch (IllegalArgumentException e) {
            throw new BadDoor(String.valueOf(e.getMessage()));
        }
        Optional<String> roles = settings.get(HttpKeys.ROLES);
        return new SignIn(
                tokens,
                oidc.isPresent() ? Optional.of(OidcTokens.of(oidc.get())) : Optional.empty(),
                roles.isPresent()
                        ? Optional.of(CertificateNames.of(
                                Path.of(roles.get()),
                                Arrays.stream(Role.values()).map(Role::word).toList()))
                        : Optional.empty(),
                clock);
    }

    /** Whether a request shows anything that could prove who it is from. */
    boolean shown(Context context) {
        return context.header("Authorization") != null || certificate(context).isPresent();
    }

    /** Who a request is from; empty: it proves nothing. */
    Optional<Caller> caller(Context context) {
        String header = context.header("Authorization");
        if (header == null) {
            return certificates
                    .flatMap(names -> certificate(context).flatMap(names::judge))
                    .flatMap(SignIn::caller);
        }
        if (!header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Optional.empty();
        }
        String token = header.substring(BEARER.length()).strip();
        return provider.isPresent() && OidcTokens.concerns(token)
                ? judged(provider.get(), token)
                : tokens.get().caller(token, clock.instant());
    }

    private static Optional<Caller> judged(OidcTokens provider, String token) {
        try {
            return provider.judge(token).flatMap(SignIn::caller);
        } catch (ProviderAway e) {
            throw new Refusal(new Problem(
                    503,
                    "provider-away",
                    "Who asks can't be found out now",
                    "the identity provider's keys can't be read now: ask again in a moment, or use a token of the"
                            + " controller's own"));
        }
    }

    // The highest of its roles; a word that is none of ours gives nothing.
    private static Optional<Caller> caller(Claimed claimed) {
        return claimed.roles().stream()
                .flatMap(word -> Role.ofWord(word).stream())
                .max(Role::compareTo)
                .map(role -> new Caller(claimed.name(), role));
    }

    private static Optional<X509Certificate> certificate(Context context) {
        return context.req().getAttribute("jakarta.servlet.request.X509Certificate") instanceof X509Certificate[] chain
                        && chain.length > 0
                ? Optional.of(chain[0])
                : Optional.empty();
    }
}
