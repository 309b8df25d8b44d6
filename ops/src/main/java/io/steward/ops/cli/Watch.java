package io.steward.ops.cli;

import io.steward.model.command.Status;
import io.steward.ops.cli.EventStream.Change;
import io.steward.ops.cli.Terminal.Tone;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Watches commands until every node that is here has ended: shows output as it comes, says at once which nodes are
 * away, and never blocks on those unless asked to. The stream of changes is a help; what it misses is asked for.
 */
final class Watch {
    private static final Duration TICK = Duration.ofMillis(200);
    private static final Duration ASK_AGAIN = Duration.ofSeconds(2);
    private static final Duration DRAIN = Duration.ofSeconds(5);
    private static final int IDS_AT_ONCE = 200;

    private final Api api;
    private final EventStream stream;
    private final NodeLines lines;
    private final boolean quiet;
    private final Map<String, Watched> commands = new LinkedHashMap<>();
    private final List<Map<String, @Nullable Object>> ends = new ArrayList<>();
    private final Instant began = Instant.now();
    private Instant asked = Instant.now();

    Watch(Api api, EventStream stream, NodeLines lines, List<Watched> commands, boolean quiet) {
        this.api = api;
        this.stream = stream;
        this.lines = lines;
        this.quiet = quiet;
        commands.forEach(command -> this.commands.put(command.id, command));
    }

    /** Returns when every node that is here has ended and, up to {@code wait}, those that are away too. */
    void run(Optional<Duration> wait) throws InterruptedException {
        tellAway();
        Instant deadline = began.plus(wait.orElse(Duration.ZERO));
        while (commands.values().stream()
                .anyMatch(command ->
                        command.open() && (command.online || Instant.now().isBefore(deadline)))) {
            Optional<Change> change = stream.next(TICK);
            while (change.isPresent()) {
                take(change.get());
                change = stream.next(Duration.ZERO);
            }
            if (Instant.now().isAfter(asked.plus(ASK_AGAIN))) {
                ask();
            }
            commands.values().stream().filter(this::ready).toList().forEach(this::tellEnd);
            progress();
        }
        lines.clear();
    }

    /** The rows of the commands that have ended, in the order in which they did. */
    List<Map<String, @Nullable Object>> ends() {
        return List.copyOf(ends);
    }

    long succeeded() {
        return commands.values().stream()
                .filter(c -> !c.open() && c.succeeded())
                .count();
    }

    long failed() {
        return ends.size() - succeeded();
    }

    /** {@code 3 nodes: 2 succeeded, 0 failed, 1 waiting}. */
    String totals() {
        int nodes = (int) commands.values().stream().map(c -> c.node).distinct().count();
        return nodes + (nodes == 1 ? " node: " : " nodes: ") + succeeded() + " succeeded, " + failed() + " failed, "
                + (commands.size() - ends.size()) + " waiting";
    }

    List<String> open() {
        return commands.values().stream().filter(Watched::open).map(c -> c.id).toList();
    }

    private void tellAway() {
        List<String> nodes =
                commands.values().stream().map(c -> c.node).distinct().toList();
        Map<String, Map<String, @Nullable Object>> known = new LinkedHashMap<>();
        List<Map<String, @Nullable Object>> rows = nodes.size() <= 3
                ? nodes.stream()
                        .map(node -> Rows.object(api.get("/api/v1/nodes/" + Api.encoded(node))))
                        .toList()
                : Listing.all(api, "/api/v1/nodes", "nodes", Map.of(), Integer.MAX_VALUE);
        rows.forEach(row -> known.put(Rows.text(row, "node"), row));
        Instant now = Instant.now();
        for (Watched command : commands.values()) {
            Map<String, @Nullable Object> row = known.getOrDefault(command.node, Map.of());
            command.online = Views.online(row);
            if (!command.online && command.open()) {
                waiting(command, Views.awaySince(row, now));
            }
        }
    }

    private void waiting(Watched command, String why) {
        if (!quiet) {
            lines.say(command.node, Tone.WAITING, why + ": queued, it will run when it is back");
        }
    }

    private void take(Change change) {
        switch (change.kind()) {
            case "event" -> output(change.row());
            case "command" -> status(change.row());
            case "node" -> presence(change.row());
            case EventStream.RECONNECTED -> asked = Instant.EPOCH;
            default -> {}
        }
    }

    private void output(Map<String, @Nullable Object> event) {
        Watched command = commands.get(Rows.text(event, "domain"));
        if (command != null && command.open() && Rows.text(event, "method").equals("output")) {
            Object body = event.get("body");
            show(command, command.output.take(Rows.object(body instanceof String text ? PlainJson.parse(text) : body)));
        }
    }

    private void show(Watched command, List<StreamedOutput.Piece> pieces) {
        if (!quiet) {
            pieces.forEach(piece -> lines.text(command.node, piece));
        }
    }

    private void status(Map<String, @Nullable Object> row) {
        Watched command = commands.get(Rows.text(row, "command_id"));
        if (command != null && command.ended.isEmpty()) {
            command.status = Rows.text(row, "status");
            if (Status.valueOf(command.status).terminal()) {
                command.ended = Optional.of(Instant.now());
            }
        }
    }

    private void presence(Map<String, @Nullable Object> row) {
        if (!Rows.text(row, "changed").equals("online")) {
            return;
        }
        boolean online = Rows.text(row, "new_value").equals("true");
        for (Watched command : commands.values()) {
            if (command.node.equals(Rows.text(row, "node")) && command.open()) {
                if (command.online && !online) {
                    waiting(command, "went away");
                }
                command.online = online;
            }
        }
    }

    private void ask() {
        asked = Instant.now();
        List<String> open = commands.values().stream()
                .filter(command -> command.ended.isEmpty())
                .map(command -> "'" + command.id + "'")
                .limit(IDS_AT_ONCE)
                .toList();
        if (open.isEmpty()) {
            return;
        }
        String query =
                "SELECT id AS command_id, status FROM command_state WHERE id IN (" + String.join(", ", open) + ")";
        try {
            SqlCommand.rows(api.post("/api/v1/sql", Map.of("query", query), Map.of()))
                    .forEach(this::status);
        } catch (Trouble e) {
            if (e.exitCode() != Trouble.UNREACHABLE) {
                throw e;
            }
            // The controller restarts; the next question finds it.
        }
    }

    private boolean ready(Watched command) {
        return command.open() && command.ended.isPresent();
    }

    private void tellEnd(Watched command) {
        Map<String, @Nullable Object> row;
        try {
            row = Rows.object(api.get("/api/v1/commands/" + Api.encoded(command.id)));
        } catch (Trouble e) {
            if (e.exitCode() == Trouble.UNREACHABLE) {
                return;
            }
            throw e;
        }
        boolean more = Rows.flag(row, "truncated") && !command.output.complete(row);
        if (more && Instant.now().isBefore(command.ended.orElseThrow().plus(DRAIN))) {
            return;
        }
        show(command, command.output.rest(row));
        command.told = true;
        ends.add(row);
        if (!quiet) {
            lines.finish(command.node);
            if (!command.succeeded()) {
                lines.say(command.node, Tone.BAD, end(row));
            }
        }
    }

    private static String end(Map<String, @Nullable Object> row) {
        String code = Rows.text(row, "exit_code");
        String error = Rows.text(row, "error_message");
        return Rows.text(row, "status")
                + (code.isEmpty() ? "" : ", exit code " + code)
                + (error.isEmpty() ? "" : ": " + error);
    }

    private void progress() {
        if (!quiet && ends.size() < commands.size()) {
            lines.progress(progressAt(Instant.now()));
        }
    }

    private Progress progressAt(Instant now) {
        long running = 0;
        long waiting = 0;
        long away = 0;
        for (Watched command : commands.values()) {
            if (!command.open()) {
                continue;
            }
            if (command.status.equals("STARTED") || command.ended.isPresent()) {
                running++;
            } else if (command.online) {
                waiting++;
            } else {
                away++;
            }
        }
        return new Progress(succeeded(), failed(), running, waiting, away, Duration.between(began, now));
    }
}
