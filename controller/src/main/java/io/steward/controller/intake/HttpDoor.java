package io.steward.controller.intake;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server: lets in who has a token, serves the routes, answers every failure as problem details, counts.
 *
 * <p>Any thread may close it. It serves on Jetty's threads, each request on one; it keeps nothing between requests. A
 * request that fails never harms another. Tokens and bodies are never logged.
 */
public final class HttpDoor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpDoor.class);
    private static final Caller NOBODY = new Caller("", Role.VIEWER);
    private static final String SHUT =
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    // What clients make up must not become series.
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private final SignIn signIn;
    private final Guard guard;
    private final List<Route> routes;
    private final MeterRegistry meters;
    private final AuditedRequests audit;
    private final int bodyLimit;
    private final String place;
    private final Javalin server;

    HttpDoor(HttpAddress address, SignIn signIn, List<Route> routes, MeterRegistry meters, AuditedRequests audit) {
        this.audit = audit;
        this.signIn = signIn;
        this.guard = new Guard(address.rate(), System::nanoTime);
        this.routes = List.copyOf(routes);
        this.meters = meters;
        this.bodyLimit = address.bodyLimit();
        this.place = address.host() + ":" + address.port();
        this.server = Javalin.create(config -> configure(config, address));
    }

    /** Opens the port. */
    public HttpDoor open() throws IOException {
        try {
            server.start();
            return this;
        } catch (RuntimeException e) {
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            throw new IOException(
                    "http.host and http.port name " + place + ", which can't be opened: " + cause.getMessage()
                            + "; use a free port",
                    e);
        }
    }

    /** The real port. */
    public int port() {
        return server.port();
    }

    List<Route> routes() {
        return routes;
    }

    @Override
    public void close() {
        server.stop();
    }

    private void configure(JavalinConfig config, HttpAddress address) {
        config.startup.showJavalinBanner = false;
        config.startup.startupWatcherEnabled = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.jetty.addConnector((jetty, http) -> Listener.of(jetty, http, address));
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.http.prefer405over404 = true;
        config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
        for (Route route : routes) {
            config.routes.addHttpHandler(route.method(), route.path(), context -> serve(route, context));
        }
        config.routes.exception(HttpResponseException.class, this::astray);
        config.routes.exception(Exception.class, this::astray);
    }

    // What no route has thrown: there is none for the path, or not for the method.
    private void astray(Exception thrown, Context context) {
        try {
            context.header("Content-Security-Policy", SHUT);
            Call.answer(context, Judge.judge(thrown));
            count("none", context);
        } catch (RuntimeException gone) {
            // The response went with its connection. Thrown, this would come here again, and again.
            LOG.debug("nobody is there to be told of {}: {}", thrown, gone.toString());
        }
    }

    private void serve(Route route, Context context) {
        context.header("X-Content-Type-Options", "nosniff")
                .header("Cache-Control", "no-store")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header("Content-Security-Policy", SHUT);
        try {
            guard.sameSite(context);
            Caller caller =
                    route.needs().isPresent() ? admitted(context, route.needs().get()) : anyone(context);
            audit.before(route, context, caller);
            route.endpoint().serve(new Call(context, caller, bodyLimit));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            Call.answer(context, Judge.judge(e));
        } catch (Exception e) {
            Problem problem = Judge.judge(e);
            audit.failed(route, context, problem);
            Call.answer(context, problem);
        } finally {
            count(route.path(), context);
        }
    }

    private Caller anyone(Context context) {
        guard.anonymous(context);
        return NOBODY;
    }

    private Caller admitted(Context context, Role needed) {
        if (!signIn.shown(context)) {
            guard.anonymous(context);
            throw unknown(context);
        }
        // Whoever is known comes in, however many others guess from the same address.
        Caller caller = signIn.caller(context).orElseThrow(() -> {
            guard.mayTry(context);
            guard.failed(context);
            return unknown(context);
        });
        guard.known(context, caller);
        audit.known(context, caller);
        if (!caller.role().includes(needed)) {
            throw new Refusal(new Problem(
                    403,
                    "forbidden",
                    "Your role may not do this",
                    "role \"" + caller.role().word() + "\" of \"" + caller.name()
                            + "\" is not allowed here: use a token of role "
                            + needed.word()
                            + (needed == Role.ADMIN ? "" : " or higher")));
        }
        return caller;
    }

    private static Refusal unknown(Context context) {
        context.header("WWW-Authenticate", "Bearer realm=\"steward\"");
        return new Refusal(new Problem(
                        401,
                        "unauthorized",
                        "Who asks is not known",
                        "header \"Authorization\" is missing or its token is not known: use Bearer and a token from the"
                                + " controller's tokens file")
                .about("Authorization"));
    }

    private void count(String path, Context context) {
        Counter.builder("steward.http.requests")
                .description("HTTP requests answered since the start")
                .tag(
                        "method",
                        METHODS.contains(context.method().name())
                                ? context.method().name()
                                : "OTHER")
                .tag("path", path)
                .tag("status", Integer.toString(context.statusCode()))
                .register(meters)
                .increment();
    }
}
