package io.steward.controller.sign;

import io.steward.model.config.Key;
import io.steward.model.config.Settings;
import java.util.List;
import java.util.Optional;

/**
 * Which OpenID provider's tokens are taken. A value.
 *
 * @param issuer what {@code iss} must be
 * @param audience what {@code aud} must hold
 * @param jwks where its public keys are: an https url, an http url of this machine, or a file
 * @param roleClaim the claim that holds one role, or several
 * @param nameClaim the claim that holds the operator's name
 */
public record OidcSettings(String issuer, String audience, String jwks, String roleClaim, String nameClaim) {
    private static final String URL = "https://\\S+|http://(127\\.0\\.0\\.1|\\[::1]|localhost)(:\\d+)?(/\\S*)?";

    public static final Key<Optional<String>> ISSUER = Key.optionalText(
            "http.oidc.issuer", "a url, or empty: none", "the OpenID provider whose bearer tokens are taken");
    public static final Key<String> AUDIENCE =
            Key.text("http.oidc.audience", "steward", "what the provider's tokens must be meant for");
    public static final Key<Optional<String>> JWKS = Key.optionalText(
            "http.oidc.jwks", "an https url or a file; needed with http.oidc.issuer", "the provider's public keys");
    public static final Key<String> ROLE_CLAIM = Key.text(
            "http.oidc.role-claim", "steward_role", "the claim with viewer, operator or admin: one word, or a list");
    public static final Key<String> NAME_CLAIM =
            Key.text("http.oidc.name-claim", "sub", "the claim with the operator's name");

    public static final List<Key<?>> KEYS = List.of(ISSUER, AUDIENCE, JWKS, ROLE_CLAIM, NAME_CLAIM);

    public OidcSettings {
        if (jwks.contains("://") && !jwks.matches(URL)) {
            throw new IllegalArgumentException("key \"http.oidc.jwks\" \"" + jwks
                    + "\" is not allowed: use an https url, a url of this machine, or a file");
        }
    }

    /** Empty: no provider is configured. */
    public static Optional<OidcSettings> of(Settings settings) {
        return settings.get(ISSUER)
                .map(issuer -> new OidcSettings(
                        issuer,
                        settings.get(AUDIENCE),
                        settings.get(JWKS)
                                .orElseThrow(() -> new IllegalArgumentException(
                                        "key \"http.oidc.jwks\" is missing: http.oidc.issuer needs it")),
                        settings.get(ROLE_CLAIM),
                        settings.get(NAME_CLAIM)));
    }

    boolean remote() {
        return jwks.contains("://");
    }
}
