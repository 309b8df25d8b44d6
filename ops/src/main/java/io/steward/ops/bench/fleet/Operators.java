package io.steward.ops.bench.fleet;

import io.steward.model.subject.NodeName;
import io.steward.ops.bench.sim.Effects;
import io.steward.ops.scratch.ControllerApi;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Those who enrol nodes, send to all of them and look at what is known, over the controller's API. Any thread. */
final class Operators implements AutoCloseable {
    private static final int AT_ONCE = 32;
    private static final int UNAVAILABLE = 503;
    private static final int AGAIN_MILLIS = 200;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final ControllerApi api;
    private final List<NodeName> nodes;
    private final ExecutorService callers = Executors.newFixedThreadPool(AT_ONCE, task -> {
        Thread thread = new Thread(task, "operator");
        thread.setDaemon(true);
        return thread;
    });

    Operators(ControllerApi api, List<NodeName> nodes) {
        this.api = api;
        this.nodes = List.copyOf(nodes);
    }

    /** Enrols every node by a request of its own, some at a time. */
    void enrolAll() throws IOException, InterruptedException {
        List<Callable<Void>> requests = new ArrayList<>();
        for (NodeName node : nodes) {
            requests.add(() -> enrolled(node));
        }
        for (Future<Void> answer : callers.invokeAll(requests)) {
            result(answer);
        }
    }

    /** One command to every node; answered when the log has stored all of them. */
    Future<Void> sendToAll() {
        return callers.submit(this::sent);
    }

    /** Waits for such an answer. */
    static void result(Future<Void> answer) throws IOException, InterruptedException {
        try {
            answer.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        }
    }

    /** Commands that have not ended, as far as they are folded. */
    long open() throws IOException {
        return count("open_command");
    }

    /** Commands that did what they should. */
    long succeeded() throws IOException {
        return count("command_state where status = 'SUCCEEDED' and conflicts = 0");
    }

    long online() throws IOException {
        return count("node_state where online");
    }

    /** Nodes of which the log says that something was passed by or done twice. */
    long doubted() throws IOException {
        return count("delivery_proof");
    }

    private long count(String rows) throws IOException {
        return Long.parseLong(api.rows("select count(*) as n from " + rows + " order by n")
                .get(0)
                .get("n"));
    }

    // A controller that can't say yet that the node is known asks to be asked again; that is harmless.
    private Void enrolled(NodeName node) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        ControllerApi.Answer answer = api.put("/api/v1/nodes/" + node);
        while (answer.status() == UNAVAILABLE && System.nanoTime() - begun < PATIENCE.toNanos()) {
            TimeUnit.MILLISECONDS.sleep(AGAIN_MILLIS);
            answer = api.put("/api/v1/nodes/" + node);
        }
        if (!answer.done()) {
            throw new IOException("the controller did not enrol " + node + ": " + answer.body());
        }
        return null;
    }

    private Void sent() throws IOException {
        Map<String, ?> order =
                Map.of("targets", Map.of("all", true), "method", Effects.METHOD, "domain", "bench", "args", Map.of());
        ControllerApi.Answer answer = api.post("/api/v1/commands", order, Map.of());
        int commands = answer.body().path("commands").size();
        if (!answer.done() || commands != nodes.size()) {
            throw new IOException(
                    "a command to " + nodes.size() + " nodes was answered with " + answer.status() + " and " + commands
                            + " commands: " + answer.body().path("detail").asString(""));
        }
        return null;
    }

    @Override
    public void close() {
        callers.shutdownNow();
    }
}
