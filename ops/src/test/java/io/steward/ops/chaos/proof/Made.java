package io.steward.ops.chaos.proof;

import io.steward.model.command.Status;
import io.steward.ops.chaos.load.Ledger.Accepted;
import io.steward.ops.chaos.load.Ledger.Cancel;
import io.steward.ops.chaos.plan.Door;
import io.steward.ops.chaos.plan.Errand;
import io.steward.ops.chaos.plan.ErrandKind;
import io.steward.ops.chaos.proof.Evidence.FullDisk;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A made history of one process on ship1, in which all is well until a test spoils it. */
final class Made {
    static final Instant NINE = Instant.parse("2026-11-22T09:00:00Z");

    final Map<Integer, Errand> errands = new HashMap<>();
    final List<Accepted> accepted = new ArrayList<>();
    final List<Cancel> cancels = new ArrayList<>();
    final Map<Integer, String> refused = new HashMap<>();
    final List<Errand> open = new ArrayList<>();
    final List<LogLine> log = new ArrayList<>();
    final List<StateRow> states = new ArrayList<>();
    final List<Effect> effects = new ArrayList<>();
    final List<String> proof = new ArrayList<>();
    final List<String> differences = new ArrayList<>();
    final List<FullDisk> fullDisks = new ArrayList<>();
    Losses losses = Losses.NONE;

    /** Three commands that succeeded, one that failed, one that timed out, one that was canceled before its start. */
    static Made wholesome() {
        Made made = new Made();
        made.run(1, ErrandKind.QUICK, Status.SUCCEEDED, true);
        made.run(2, ErrandKind.SLOW, Status.SUCCEEDED, true);
        made.run(3, ErrandKind.FAILING, Status.FAILED, true);
        made.run(4, ErrandKind.HANGING, Status.TIMED_OUT, false);
        made.run(5, ErrandKind.REPEATABLE, Status.SUCCEEDED, true);
        made.command(6, ErrandKind.CANCELED);
        made.cancels.add(new Cancel("cancel-6", "ship1", "command-6"));
        made.log.add(made.line("cancel-6", Optional.empty(), 0, Optional.of("command-6")));
        made.end(6, Status.CANCELED, false);
        made.end("cancel-6", Status.SUCCEEDED, true);
        return made;
    }

    Evidence evidence() {
        return new Evidence(
                errands, accepted, cancels, refused, open, log, states, effects, proof, differences, fullDisks, losses);
    }

    List<Violation.Kind> violations() {
        return Checker.check(evidence()).stream().map(Violation::kind).toList();
    }

    void run(int number, ErrandKind kind, Status end, boolean effect) {
        command(number, kind);
        if (effect) {
            effect(number);
        }
        end(number, end, true);
    }

    void command(int number, ErrandKind kind) {
        Errand errand = new Errand(
                number,
                Duration.ofSeconds(number),
                kind,
                Door.HTTP,
                List.of("ship1"),
                "engine",
                Duration.ZERO,
                true,
                Optional.empty());
        errands.put(number, errand);
        accepted.add(new Accepted("command-" + number, "ship1", errand));
        log.add(line("command-" + number, Optional.empty(), number, Optional.empty()));
    }

    void effect(int number) {
        effects.add(new Effect("ship1", effects.size() + 1, "engine", number, 100 + number, "command-" + number));
    }

    void end(int number, Status status, boolean started) {
        end("command-" + number, status, started);
    }

    private void end(String id, Status status, boolean started) {
        ack(id, status, started);
        long seq = log.stream()
                .filter(line -> line.id().equals(id))
                .findFirst()
                .orElseThrow()
                .seq();
        states.add(new StateRow(id, "ship1", status.name(), true, started ? 1 : 0, seq, 0));
    }

    void ack(String id, Status status, boolean started) {
        Optional<Integer> exit = switch (status) {
            case SUCCEEDED -> Optional.of(0);
            case FAILED -> Optional.of(3);
            case QUEUED, DELIVERED, STARTED, TIMED_OUT, CANCELED, EXPIRED, REJECTED, SUPERSEDED, INTERRUPTED, LOST ->
                Optional.empty();
        };
        log.add(new LogLine(
                log.size() + 1,
                now(),
                "ship1",
                "shellcommand",
                "engine",
                id,
                Optional.of(status),
                now(),
                started ? 1 : 0,
                started,
                exit,
                Optional.empty(),
                0,
                Optional.empty()));
    }

    /** A command that has the node tell again, and its end. */
    void ask(String id) {
        log.add(new LogLine(
                log.size() + 1,
                now(),
                "ship1",
                "resend",
                "agent",
                id,
                Optional.empty(),
                now(),
                0,
                false,
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.empty()));
        end(id, Status.SUCCEEDED, true);
    }

    private LogLine line(String id, Optional<Status> status, int errand, Optional<String> cancels) {
        return new LogLine(
                log.size() + 1,
                now(),
                "ship1",
                cancels.isPresent() ? "cancel" : "shellcommand",
                cancels.isPresent() ? "agent" : "engine",
                id,
                status,
                now(),
                0,
                false,
                Optional.empty(),
                Optional.empty(),
                errand,
                cancels);
    }

    private Instant now() {
        return NINE.plusSeconds(log.size());
    }
}
