package io.steward.controller.intake;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which requests over HTTP are audited, and under which name: what admins change, before it is done, and whatever is
 * refused for want of rights. A command that is sent is its own record. Any thread.
 */
final class AuditedRequests {
    private static final String CALLER = "steward.caller";
    private static final Set<String> MENDING = Set.of("repair", "rebuild");

    private final AuditTrail trail;

    AuditedRequests(AuditTrail trail) {
        this.trail = trail;
    }

    /** Remembers who asks, so that a refusal can be told of somebody. */
    void known(Context context, Caller caller) {
        context.attribute(CALLER, caller);
    }

    /** To be called before the endpoint is. */
    void before(Route route, Context context, Caller caller) throws IOException, InterruptedException {
        if (changes(route)) {
            try {
                trail.allowed(caller, action(route), nodes(context), words(route, context));
            } catch (IOException e) {
                // A log that can't take it is what these two are for.
                if (!MENDING.contains(action(route))) {
                    throw e;
                }
                trail.allowedLate(caller, action(route), words(route, context));
            }
        }
    }

    void failed(Route route, Context context, Problem problem) {
        Optional<Caller> caller = Optional.ofNullable(context.attribute(CALLER));
        if (problem.status() == 401 || problem.status() == 403) {
            trail.refused(caller, action(route), nodes(context, problem), problem.slug(), words(route, context));
        } else if (caller.isPresent() && changes(route)) {
            trail.failed(
                    caller.get(), action(route), nodes(context), problem.slug(), "not done: " + words(route, context));
        }
    }

    private static boolean changes(Route route) {
        return route.needs().filter(Role.ADMIN::equals).isPresent()
                && !route.method().equals(HandlerType.GET);
    }

    /** The last word of the path; sending and enrolling have names of their own. */
    private static String action(Route route) {
        return switch (route.method() + " " + route.path()) {
            case "POST /api/v1/commands", "POST /api/v1/signed-commands" -> "send";
            case "PUT /api/v1/nodes/{node}" -> "enrol";
            default -> last(route.path());
        };
    }

    private static String last(String path) {
        String word = "page";
        for (String segment : path.split("/", -1)) {
            word = segment.isEmpty() || segment.startsWith("{") ? word : segment;
        }
        return word.toLowerCase(Locale.ROOT).replace('.', '-');
    }

    private static List<String> nodes(Context context) {
        return Optional.ofNullable(context.pathParamMap().get("node"))
                .map(List::of)
                .orElse(List.of());
    }

    private static List<String> nodes(Context context, Problem problem) {
        return problem.more().get("nodes") instanceof List<?> named
                ? named.stream().map(Object::toString).toList()
                : nodes(context);
    }

    private static String words(Route route, Context context) {
        return route.method() + " " + route.path() + " from " + context.ip();
    }
}
