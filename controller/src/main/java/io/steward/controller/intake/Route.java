package io.steward.controller.intake;

import io.javalin.http.HandlerType;
import java.util.Optional;

/**
 * One method on one path.
 *
 * @param path with parameters in braces
 * @param needs the least role; empty: open to everybody
 */
record Route(HandlerType method, String path, Optional<Role> needs, Endpoint endpoint) {
    /** What is done there. Whatever it throws is judged by {@link Judge}. */
    @FunctionalInterface
    interface Endpoint {
        void serve(Call call) throws Exception;
    }

    static Route open(String path, Endpoint endpoint) {
        return new Route(HandlerType.GET, path, Optional.empty(), endpoint);
    }

    static Route get(String path, Endpoint endpoint) {
        return new Route(HandlerType.GET, path, Optional.of(Role.VIEWER), endpoint);
    }

    static Route post(String path, Role needs, Endpoint endpoint) {
        return new Route(HandlerType.POST, path, Optional.of(needs), endpoint);
    }

    static Route put(String path, Role needs, Endpoint endpoint) {
        return new Route(HandlerType.PUT, path, Optional.of(needs), endpoint);
    }
}
