package io.steward.controller.intake;

import io.javalin.http.Context;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * What is refused before anybody looks at what is asked: too much of one caller or address, guessing, and what another
 * site's page made a browser send. Any thread.
 */
final class Guard {
    /** Wrong tokens of one address: this many at once, then so many a second. */
    static final int GUESSES = 30;

    private static final double GUESSES_A_SECOND = 2;
    private static final Set<String> READING = Set.of("GET", "HEAD");

    private final Rates callers;
    private final Rates addresses;
    private final Rates guesses;

    Guard(int rate, LongSupplier nanos) {
        this.callers = new Rates(rate, 2.0 * rate, nanos);
        this.addresses = new Rates(rate, 2.0 * rate, nanos);
        this.guesses = new Rates(GUESSES_A_SECOND, GUESSES, nanos);
    }

    /** A request without a caller. */
    void anonymous(Context context) {
        refuse(context, addresses.take(address(context)), "your address sends more requests than allowed");
    }

    /** A request of this caller. */
    void known(Context context, Caller caller) {
        refuse(context, callers.take(caller.name()), "\"" + caller.name() + "\" sends more requests than allowed");
    }

    /** Before a proof is looked at. */
    void mayTry(Context context) {
        refuse(context, guesses.empty(address(context)), "your address showed too many tokens that are not known");
    }

    /** After a proof was none. */
    void failed(Context context) {
        guesses.take(address(context));
    }

    /** A browser says by itself where a request comes from; whoever is no browser need not say. */
    void sameSite(Context context) {
        if (READING.contains(context.method().name())) {
            return;
        }
        String site = context.header("Sec-Fetch-Site");
        String origin = context.header("Origin");
        boolean foreign = site != null && !site.equals("same-origin") && !site.equals("none");
        if (foreign || (origin != null && !origin.equalsIgnoreCase(own(context)))) {
            throw new Refusal(new Problem(
                            403,
                            "cross-origin",
                            "Another site's page may not ask this",
                            "header \"" + (foreign ? "Sec-Fetch-Site" : "Origin") + "\" \""
                                    + Shown.of(foreign ? site : String.valueOf(origin))
                                    + "\" is not allowed: use the page of this controller, or no browser")
                    .about(foreign ? "Sec-Fetch-Site" : "Origin"));
        }
    }

    // What is in front of us may do TLS: then the browser's scheme is not ours, but the host is.
    private static String own(Context context) {
        String origin = String.valueOf(context.header("Origin")).toLowerCase(Locale.ROOT);
        String scheme =
                origin.startsWith("https://") ? "https://" : context.req().getScheme() + "://";
        return scheme + context.header("Host");
    }

    private static void refuse(Context context, OptionalLong seconds, String why) {
        if (seconds.isPresent()) {
            context.header("Retry-After", Long.toString(seconds.getAsLong()));
            throw new Refusal(new Problem(
                    429, "too-many-requests", "Too many requests", why + ": wait " + seconds.getAsLong() + " s"));
        }
    }

    // A provider hands out whole /64 networks: one holder, one bucket.
    private static String address(Context context) {
        String address = context.req().getRemoteAddr();
        String[] groups = address.split(":", -1);
        return groups.length > 4 ? String.join(":", groups[0], groups[1], groups[2], groups[3]) : address;
    }
}
