package io.steward.controller.sign;

/** The OpenID provider's keys can't be had just now, so nobody can say whether a token is good. */
public final class ProviderAway extends Exception {
    ProviderAway(Throwable cause) {
        super("the identity provider's keys can't be read", cause);
    }
}
