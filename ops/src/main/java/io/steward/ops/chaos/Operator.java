package io.steward.ops.chaos;

import io.steward.ops.chaos.fleet.ScratchFleet;
import io.steward.ops.chaos.proof.Drain;
import io.steward.ops.chaos.proof.LogLine;
import io.steward.ops.chaos.proof.Records;
import io.steward.ops.chaos.proof.StateRow;
import io.steward.ops.chaos.proof.Violation;
import io.steward.ops.scratch.ControllerApi;
import io.steward.ops.scratch.ControllerApi.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * Does what an operator does after a broker lost the end of its log: reads why the controller is not ready, has it repaired,
 * and asks the nodes once more if something stays open. One thread, once.
 */
final class Operator {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration ASKING = Duration.ofSeconds(60);
    /** The controller looks at a stream where nothing comes every five seconds. */
    private static final Duration QUIET = Duration.ofSeconds(12);

    private final ScratchFleet fleet;
    private final ControllerApi api;
    private final Consumer<String> say;
    private final Set<String> folded = new HashSet<>();
    private final Set<String> named = new HashSet<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private final List<Violation> violations = new ArrayList<>();
    private Optional<String> missing = Optional.empty();
    private boolean known;
    private long quietUntil;

    Operator(ScratchFleet fleet, Consumer<String> say) {
        this.fleet = fleet;
        this.api = fleet.api().patient(ASKING);
        this.say = say;
    }

    /** Commands that the controller knew before the first repair. */
    Set<String> folded() {
        return folded;
    }

    /** Commands that a repair said it could not bring back. */
    Set<String> named() {
        return named;
    }

    /** What repairs put back, by kind, and how many there were. */
    Map<String, Integer> counts() {
        return counts;
    }

    /** What should have been said and was not. */
    List<Violation> violations() {
        return violations;
    }

    /** Returns when the controller is ready again and finds nothing to repair, or the patience has ended. */
    void repair() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        quietUntil = System.nanoTime() + QUIET.toNanos();
        while (System.nanoTime() - deadline < 0) {
            Optional<String> reason = reason();
            boolean quiet = System.nanoTime() - quietUntil > 0;
            if (!known && (reason.isPresent() || quiet)) {
                remember();
            }
            if (known && reason.isPresent()) {
                once(reason.get());
            } else if (known && quiet && missing.isEmpty() && api.ready()) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(500);
        }
        String words = missing.isPresent()
                ? "the log lost what was folded, and the controller did not say so"
                : "the controller did not become ready by repairs";
        violations.add(new Violation(
                Violation.Kind.NOT_NOTICED,
                Optional.empty(),
                words + " within " + PATIENCE.toSeconds() + " s",
                List.of(missing.orElse(reason().orElse("no condition is named")))));
    }

    /** Has every node tell again what its journal kept: for losses that nobody had folded, and so nobody can see. */
    boolean askAgain() {
        Map<String, Object> order = Map.of(
                "targets", Map.of("nodes", fleet.nodes()),
                "method", "resend",
                "domain", "agent",
                "args", Map.of(),
                "onCrash", "repeat",
                "reason", "the broker was cut off");
        try {
            Answer answer = api.post("/api/v1/commands", order, Map.of());
            say.accept("every node is asked to tell again: " + answer.status());
            counts.merge("asked nodes by hand", 1, Integer::sum);
            return answer.done();
        } catch (IOException e) {
            say.accept("nodes could not be asked to tell again: " + e.getMessage());
            return false;
        }
    }

    /** What readiness names of the log; it must name the command that repairs, too. */
    private Optional<String> reason() {
        try {
            for (var condition : api.get("/health/ready").body().path("conditions")) {
                String words = condition.path("words").asString("");
                if (condition.path("name").asString("").startsWith("log-") && words.contains("steward repair")) {
                    return Optional.of(condition.path("name").asString() + ": " + words);
                }
            }
        } catch (IOException e) {
            say.accept("the controller does not answer: " + e.getMessage());
        }
        return Optional.empty();
    }

    private void remember() throws InterruptedException {
        try {
            List<StateRow> rows = Records.states(api);
            missing = lost(rows);
            rows.forEach(row -> folded.add(row.id()));
            known = true;
        } catch (IOException e) {
            say.accept("what the controller knows can't be read: " + e.getMessage());
        }
    }

    /** A command of the state database that is not at its place in the log. */
    private Optional<String> lost(List<StateRow> rows) throws IOException, InterruptedException {
        Map<Long, String> commands = new HashMap<>();
        for (LogLine line : Drain.all(fleet.brokerUrls(), fleet.controllerCredentials())) {
            if (line.command()) {
                commands.put(line.seq(), line.id());
            }
        }
        return rows.stream()
                .filter(row -> !row.id().equals(commands.getOrDefault(row.logSeq(), "")))
                .findFirst()
                .map(StateRow::toString);
    }

    private void once(String reason) throws InterruptedException {
        say.accept("not ready, " + reason);
        try {
            Answer answer = api.post("/api/v1/repair", Map.of(), Map.of());
            if (!answer.done()) {
                say.accept("the repair was answered with " + answer.status() + ": " + answer.body());
                return;
            }
            JsonNode plan = ended().path("plan");
            counts.merge("repairs", 1, Integer::sum);
            for (String count : List.of("commandsPutBack", "acksPutBack", "nodesPutBack", "notRecovered")) {
                counts.merge(count, plan.path(count).asInt(0), Integer::sum);
            }
            plan.path("notRecoveredCommands")
                    .forEach(one -> named.add(one.path("id").asString()));
            missing = Optional.empty();
            quietUntil = System.nanoTime() + QUIET.toNanos();
        } catch (IOException e) {
            say.accept("the repair was not answered: " + e.getMessage());
        }
    }

    /** The repair, once it is over. */
    private JsonNode ended() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        JsonNode repair = api.get("/api/v1/repair").body();
        while (repair.path("endedAt").isNull() && System.nanoTime() - deadline < 0) {
            TimeUnit.MILLISECONDS.sleep(500);
            repair = api.get("/api/v1/repair").body();
        }
        say.accept("the repair is " + repair.path("state").asString("?"));
        return repair;
    }
}
