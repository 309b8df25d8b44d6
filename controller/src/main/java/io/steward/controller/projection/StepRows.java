package io.steward.controller.projection;

import io.steward.controller.projection.CommandBatch.Step;
import io.steward.controller.projection.Jdbc.Row;
import io.steward.model.command.Status;
import io.steward.model.fold.CommandState;
import io.steward.model.fold.Transition;

/** Transitions as rows, each with what was known of its command after it. */
final class StepRows {
    static final String INSERT =
            "insert into steward.transition (place, command_id, node, status, at, recorded_at, stream, log_seq, due_at,"
                    + " delivered_at, started_at, finished_at, attempts, exit_code)"
                    + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private StepRows() {}

    static Row row(long place, Step step) {
        Transition transition = step.transition();
        Row row = new Row(14)
                .add(place)
                .add(CommandRows.uuid(transition.commandId()))
                .add(transition.node().value())
                .add(transition.status().name())
                .add(transition.at())
                .add(transition.recordedAt())
                .add(transition.stream())
                .add(transition.logSeq());
        return step.passed() ? passed(row, step) : reached(row, step.after());
    }

    private static Row reached(Row row, CommandState state) {
        return row.add(CommandRows.dueAt(state))
                .add(state.deliveredAt())
                .add(state.startedAt())
                .add(state.finishedAt())
                .add(state.attempts())
                .add(state.lastAck().flatMap(ack -> ack.exitCode()));
    }

    /** A step that only a later one told of: what came after it was not yet so. */
    private static Row passed(Row row, Step step) {
        boolean started = step.transition().status() == Status.STARTED;
        CommandState after = step.after();
        return row.add(after.command().expiresAt())
                .add(after.deliveredAt())
                .add(started ? step.transition().at() : null)
                .add((Object) null)
                .add(started ? after.attempts() : 0)
                .add((Object) null);
    }
}
