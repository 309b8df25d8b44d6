package io.steward.ops.cli;

import io.steward.ops.up.Doors;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What {@code up} asks of its controller, over the same HTTP API that everybody uses. */
final class UpDoors implements Doors {
    @Override
    public boolean ready(String http, String token) {
        return done(() -> new Api(http, Optional.of(token)).get("/health/ready"));
    }

    @Override
    public boolean enrol(String http, String token, String node) {
        try {
            new Api(http, Optional.of(token)).put("/api/v1/nodes/" + Api.encoded(node));
            return true;
        } catch (Trouble e) {
            // A revoked node stays out, and the others need not wait for it.
            return String.valueOf(e.getMessage()).contains("is revoked");
        }
    }

    @Override
    public Set<String> online(String http, String token) {
        try {
            return Listing.all(new Api(http, Optional.of(token)), "/api/v1/nodes", "nodes", Map.of(), Integer.MAX_VALUE)
                    .stream()
                    .filter(Views::online)
                    .map(row -> Rows.text(row, "node"))
                    .collect(Collectors.toSet());
        } catch (Trouble e) {
            return Set.of();
        }
    }

    private static boolean done(Runnable question) {
        try {
            question.run();
            return true;
        } catch (Trouble e) {
            return false;
        }
    }
}
