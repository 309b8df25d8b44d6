package io.steward.ops.bench.latency;

import io.steward.ops.scratch.ControllerApi;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Sends commands to one node, each when the one before is known to have ended. One thread. */
final class OneNode implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ControllerApi api;
    private final String node;
    private final Ends ends;

    OneNode(ControllerApi api, String node) throws IOException {
        this.api = api;
        this.node = node;
        this.ends = Ends.of(api, node);
    }

    /** A command that does nothing; nanoseconds from the call until its end was heard of. */
    long noop() throws IOException, InterruptedException {
        return once("noop", "bench", Map.of());
    }

    /** The program {@code true}. */
    long program() throws IOException, InterruptedException {
        return once("shellcommand", "operatingsystem", Map.of("argv", List.of("true")));
    }

    /** How many commands of the node the state database has as succeeded. */
    long succeeded() throws IOException {
        return Long.parseLong(api.rows("select count(*) as done from command_state where node = '" + node
                        + "' and status = 'SUCCEEDED' and conflicts = 0 order by done")
                .get(0)
                .get("done"));
    }

    private long once(String method, String domain, Map<String, ?> args) throws IOException, InterruptedException {
        Map<String, ?> order =
                Map.of("targets", Map.of("nodes", List.of(node)), "method", method, "domain", domain, "args", args);
        long begun = System.nanoTime();
        ControllerApi.Answer answer = api.postAtOnce("/api/v1/commands", order);
        JsonNode id = answer.body().path("commands").path(0).path("id");
        if (!answer.done() || !id.isString()) {
            throw new IOException("a command was answered with " + answer.status() + ": " + answer.body());
        }
        long took = ends.succeeded(id.stringValue(), PATIENCE) - begun;
        checkRow(id.stringValue());
        return took;
    }

    // What was heard of is there to be read, at once.
    private void checkRow(String id) throws IOException {
        JsonNode row = api.get("/api/v1/commands/" + id).body();
        if (!row.path("status").asString("").equals("SUCCEEDED")) {
            throw new IOException("command " + id + " was told as succeeded, and its row says " + row.path("status"));
        }
    }

    @Override
    public void close() {
        ends.close();
    }
}
