package io.steward.controller.projection;

import io.steward.controller.projection.CommandBatch.JournalKey;
import io.steward.controller.projection.CommandBatch.Step;
import io.steward.controller.projection.Jdbc.Row;
import io.steward.controller.projection.News.Change;
import io.steward.controller.projection.News.Timing;
import io.steward.model.command.Ack;
import io.steward.model.command.Command;
import io.steward.model.command.CommandId;
import io.steward.model.command.Status;
import io.steward.model.fold.CommandState;
import io.steward.model.fold.Transition;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Subject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tables that a control stream feeds. Nodes of different partitions differ, so partitions never share a row. */
final class CommandTables implements StreamTables {
    /** Which commands and nodes a batch speaks of. */
    private static final class Names extends ContentAdapter {
        final Set<CommandId> ids = new HashSet<>();
        final Set<NodeName> nodes = new HashSet<>();
        final Set<JournalKey> journals = new HashSet<>();

        @Override
        public void onCommand(Command command) {
            ids.add(command.id());
            nodes.add(command.node());
        }

        @Override
        public void onAck(Subject subject, Ack ack) {
            ids.add(ack.id());
            ack.journaled().ifPresent(by -> journals.add(new JournalKey(subject.node(), by.journal())));
        }
    }

    private final String stream;
    private final int partition;
    private final CommandMemory memory;

    CommandTables(String stream, int partition) {
        this(stream, partition, partition + 1);
    }

    /** @param partitions how many control streams there are */
    CommandTables(String stream, int partition, int partitions) {
        this.stream = stream;
        this.partition = partition;
        this.memory = new CommandMemory(partitions);
    }

    @Override
    public boolean chained() {
        return true;
    }

    @Override
    public News fold(Connection connection, List<Reading> readings) throws SQLException {
        return ahead(connection, readings).write(connection);
    }

    @Override
    public Rest ahead(Connection reading, List<Reading> readings) throws SQLException {
        Names names = new Names();
        readings.forEach(each -> each.content().match(names));
        Map<CommandId, CommandState> stored = memory.commands(reading, names.ids);
        stored.values().forEach(state -> names.nodes.add(state.node()));
        CommandBatch batch =
                new CommandBatch(stored, memory.totals(reading, names.nodes), memory.journals(reading, names.journals));
        for (Reading each : readings) {
            each.content().match(new ContentAdapter() {
                @Override
                public void onCommand(Command command) {
                    batch.command(command, each.entry());
                }

                @Override
                public void onAck(Subject subject, Ack ack) {
                    batch.ack(subject, ack, each.entry());
                }
            });
        }
        memory.folded(batch);
        List<Rows> rows = rows(batch);
        News news = news(batch);
        return writing -> {
            for (Rows each : rows) {
                each.write(writing);
            }
            StrayRows.heard(writing, TotalsRows.fresh(batch.totals, batch.storedTotals.keySet()));
            writeCounts(writing, batch);
            return news;
        };
    }

    @Override
    public void forget() {
        memory.forget();
    }

    private List<Rows> rows(CommandBatch batch) {
        List<CommandState> fresh = new ArrayList<>();
        List<CommandState> known = new ArrayList<>();
        batch.changed.values().forEach(state -> (batch.stored.containsKey(state.id()) ? known : fresh).add(state));
        List<Rows> rows = new ArrayList<>();
        rows.add(CommandRows.inserts(fresh, batch.messages));
        rows.add(CommandRows.updates(known));
        rows.add(opened(fresh));
        rows.add(ended(known));
        rows.add(requests(fresh));
        rows.add(steps(batch.steps));
        rows.add(refusals(batch.steps));
        rows.add(doubts(batch.doubts));
        rows.addAll(TotalsRows.rows(batch.totals, batch.storedTotals.keySet()));
        rows.addAll(JournalRows.rows(stream, batch));
        return rows;
    }

    private static Rows opened(List<CommandState> fresh) {
        Rows rows = new Rows(
                "insert into steward.open_command (id, node, stream, log_seq, queued_at) values (?, ?, ?, ?, ?)");
        for (CommandState state : fresh) {
            if (!state.status().terminal()) {
                rows.add(new Row()
                        .add(CommandRows.uuid(state.id()))
                        .add(state.node().value())
                        .add(state.stream())
                        .add(state.logSeq())
                        .add(state.queuedAt()));
            }
        }
        return rows;
    }

    private static Rows ended(List<CommandState> known) {
        Rows rows = new Rows("delete from steward.open_command where id = ?");
        for (CommandState state : known) {
            if (state.status().terminal()) {
                rows.add(new Row().add(CommandRows.uuid(state.id())));
            }
        }
        return rows;
    }

    private static Rows requests(List<CommandState> fresh) {
        Rows rows = new Rows("insert into steward.request_command (command_id, request_key, node, stream, log_seq)"
                + " values (?, ?, ?, ?, ?)");
        for (CommandState state : fresh) {
            if (state.command().requestKey().isPresent()) {
                rows.add(new Row()
                        .add(CommandRows.uuid(state.id()))
                        .add(state.command().requestKey())
                        .add(state.node().value())
                        .add(state.stream())
                        .add(state.logSeq()));
            }
        }
        return rows;
    }

    private Rows steps(List<Step> steps) {
        Rows rows = new Rows(StepRows.INSERT);
        long lastSeq = -1;
        int ordinal = 0;
        for (Step step : steps) {
            ordinal = step.transition().logSeq() == lastSeq ? ordinal + 1 : 0;
            lastSeq = step.transition().logSeq();
            rows.add(StepRows.row(Places.ofTransition(partition, lastSeq, ordinal), step));
        }
        return rows;
    }

    private Rows refusals(List<Step> steps) {
        Rows rows = new Rows(
                "insert into steward.refusal (stream, log_seq, command_id, at, recorded_at) values (?, ?, ?, ?, ?)");
        for (Step step : steps) {
            Transition transition = step.transition();
            if (transition.status() == Status.REJECTED) {
                rows.add(new Row()
                        .add(stream)
                        .add(transition.logSeq())
                        .add(CommandRows.uuid(transition.commandId()))
                        .add(transition.at())
                        .add(transition.recordedAt()));
            }
        }
        return rows;
    }

    private Rows doubts(List<CommandBatch.Doubt> doubts) {
        Rows rows = new Rows("insert into steward.doubt (stream, log_seq, kind, command_id, node, status, recorded_at)"
                + " values (?, ?, ?, ?, ?, ?, ?)");
        for (CommandBatch.Doubt doubt : doubts) {
            rows.add(new Row()
                    .add(stream)
                    .add(doubt.entry().seq())
                    .add(doubt.kind())
                    .add(CommandRows.uuid(doubt.id()))
                    .add(doubt.node().value())
                    .add(doubt.status().name())
                    .add(doubt.entry().recordedAt()));
        }
        return rows;
    }

    private void writeCounts(Connection connection, CommandBatch batch) throws SQLException {
        for (var count : batch.counts.entrySet()) {
            Row row = new Row()
                    .add(count.getValue())
                    .add(stream)
                    .add(count.getKey().name());
            int updated = Jdbc.update(
                    connection,
                    "update steward.status_totals set commands = commands + ? where stream = ? and status = ?",
                    row);
            if (updated == 0) {
                Jdbc.update(
                        connection,
                        "insert into steward.status_totals (commands, stream, status) values (?, ?, ?)",
                        row);
            }
        }
    }

    private static News news(CommandBatch batch) {
        List<Step> steps = batch.steps;
        List<Timing> timings = new ArrayList<>();
        for (Step step : steps) {
            Transition transition = step.transition();
            stage(transition)
                    .map(stage ->
                            new Timing(stage, Duration.between(step.after().queuedAt(), transition.recordedAt())))
                    .ifPresent(timings::add);
        }
        return new News(new Changes(steps), batch.acks, timings, batch.repeats);
    }

    /** Made when they are asked for: while the fold catches up nobody does. */
    private static final class Changes extends AbstractList<Change> {
        private final List<Step> steps;

        Changes(List<Step> steps) {
            this.steps = steps;
        }

        @Override
        public int size() {
            return steps.size();
        }

        @Override
        public Change get(int index) {
            Step step = steps.get(index);
            Transition transition = step.transition();
            Subject subject = step.after().command().subject();
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            row.put("command_id", transition.commandId().value());
            row.put("node", transition.node().value());
            row.put("method", subject.method());
            row.put("domain", subject.domain());
            row.put("status", transition.status().name());
            row.put("at", transition.at());
            row.put("recorded_at", transition.recordedAt());
            row.put("log_seq", transition.logSeq());
            return new Change(StateChange.Type.COMMAND, transition.logSeq(), row);
        }
    }

    private static Optional<String> stage(Transition transition) {
        return switch (transition.status()) {
            case QUEUED -> Optional.empty();
            case DELIVERED -> Optional.of("delivery");
            case STARTED -> Optional.of("start");
            case SUCCEEDED, FAILED, TIMED_OUT, CANCELED, EXPIRED, REJECTED, SUPERSEDED, INTERRUPTED, LOST ->
                Optional.of("finish");
        };
    }
}
