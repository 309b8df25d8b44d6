package io.steward.controller.issue;

import io.steward.controller.issue.PutBack.Kind;
import io.steward.controller.issue.RepairPlan.NotRecovered;
import io.steward.controller.issue.RepairRule.Known;
import io.steward.controller.issue.RepairRule.Limits;
import io.steward.controller.issue.RepairRule.Verdict;
import io.steward.controller.log.EntryLookup;
import io.steward.controller.projection.Condition;
import io.steward.controller.projection.KeptRows;
import io.steward.controller.projection.KeptRows.KeptCommand;
import io.steward.model.command.CommandId;
import io.steward.model.command.Status;
import io.steward.model.event.Hello;
import io.steward.model.fold.CommandState;
import io.steward.model.fold.LogEntry;
import io.steward.model.fold.NodeState;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Streams;
import io.steward.model.subject.Subject;
import io.steward.model.wire.Codec;
import io.steward.model.wire.EventCodec;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Goes through what the live tables know, compares it with what the log still holds, and hands over what has to go back
 * into the log. One thread, one pass; it holds the nodes and some commands at a time in memory.
 */
final class LogMending {
    /** Agents judge by clocks of their own, which may be hours off. */
    private static final Duration MARGIN = Duration.ofDays(1);

    private final KeptRows known;
    private final KeptRows held;
    private final EntryLookup log;
    private final Streams streams;
    private final Limits limits;
    private final Instant now;
    private final PutBack.Taker taker;
    private final Consumer<NotRecovered> told;
    private final Map<NodeName, NodeState> nodes = new HashMap<>();
    private final Map<NodeName, Instant> journalChanges;
    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    private final List<NotRecovered> notRecovered = new ArrayList<>();
    private long notRecoveredCount;

    /** @param told hears of each command that is not recovered */
    LogMending(
            KeptRows known,
            KeptRows held,
            EntryLookup log,
            Streams streams,
            Limits limits,
            Instant now,
            PutBack.Taker taker,
            Consumer<NotRecovered> told) {
        this.known = known;
        this.held = held;
        this.log = log;
        this.streams = streams;
        this.limits = limits;
        this.now = now;
        this.taker = taker;
        this.told = told;
        this.journalChanges = known.journalChanges();
        known.nodes().forEach(node -> nodes.put(node.node(), node));
    }

    /** @param asking makes the command that asks a node to tell again from a time on */
    RepairPlan run(List<Condition> broken, boolean done, ResendOrder asking) throws IOException, InterruptedException {
        List<String> names = broken.stream().map(Condition::stream).toList();
        List<String> commandStreams =
                streams.commandStreams().stream().filter(names::contains).toList();
        if (names.contains(Streams.NODES)) {
            putBackNodes();
        }
        for (String stream : commandStreams) {
            putBackCommands(stream);
        }
        List<NodeName> resend = resend(commandStreams);
        Optional<Instant> since = since(commandStreams);
        for (NodeName node : resend) {
            take(asking.to(node, since.orElse(Instant.EPOCH)));
        }
        taker.finish();
        return new RepairPlan(
                done,
                broken,
                count(Kind.COMMAND),
                count(Kind.ACK),
                count(Kind.NODE),
                notRecoveredCount,
                notRecovered,
                resend,
                since);
    }

    /** Makes a command for a node. */
    interface ResendOrder {
        PutBack to(NodeName node, Instant since);
    }

    private void putBackCommands(String stream) throws IOException, InterruptedException {
        int partition = streams.commandStreams().indexOf(stream);
        List<KeptCommand> page = known.commands(partition, 0);
        while (!page.isEmpty()) {
            List<CommandId> ids = page.stream().map(row -> row.state().id()).toList();
            Map<CommandId, Status> there = held.statuses(ids);
            Map<CommandId, Long> early = held.earlyEnds(stream, ids);
            for (KeptCommand row : page) {
                CommandId id = row.state().id();
                judge(stream, row, Optional.ofNullable(there.get(id)), Optional.ofNullable(early.get(id)));
            }
            page = known.commands(partition, page.get(page.size() - 1).place());
        }
    }

    private void judge(String stream, KeptCommand row, Optional<Status> there, Optional<Long> early)
            throws IOException, InterruptedException {
        CommandState state = row.state();
        Optional<String> journal = Optional.ofNullable(nodes.get(state.node()))
                .flatMap(NodeState::hello)
                .map(Hello::journalId);
        Known fleet = new Known(
                there.isPresent(),
                there.stream().anyMatch(Status::terminal),
                journal,
                Optional.ofNullable(journalChanges.get(state.node())));
        Verdict verdict = RepairRule.decide(state, fleet, limits, now);
        switch (verdict) {
            case NOTHING -> {}
            case COMMAND -> {
                take(command(stream, row));
                if (early.isPresent()) {
                    take(again(stream, state.id(), early.get()));
                }
            }
            case END -> take(end(stream, state));
            case COMMAND_AND_END -> {
                take(command(stream, row));
                take(end(stream, state));
            }
            case FORGOTTEN, DOUBTFUL -> lost(new NotRecovered(state.id(), state.node(), state.status(), verdict.why()));
        }
    }

    private void lost(NotRecovered command) {
        notRecoveredCount++;
        if (notRecovered.size() < RepairPlan.LISTED) {
            notRecovered.add(command);
        }
        told.accept(command);
    }

    private void take(PutBack message) throws IOException, InterruptedException {
        counts.merge(message.kind(), 1L, Long::sum);
        taker.take(message);
    }

    private long count(Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    private static PutBack command(String stream, KeptCommand row) {
        CommandState state = row.state();
        String subject = state.command().subject().toString();
        return new PutBack(Kind.COMMAND, stream, subject, state.id().value(), row.message());
    }

    private static PutBack end(String stream, CommandState state) {
        var ack = state.lastAck().orElseThrow().with(state.journaled());
        String subject = state.command().subject().ack().toString();
        return new PutBack(Kind.ACK, stream, subject, ack.messageId(), Codec.encode(ack));
    }

    /** An end that stands before its command was told of a command that the log had lost: behind it, it counts. */
    private PutBack again(String stream, CommandId id, long place) throws IOException {
        LogEntry end = log.entry(stream, place)
                .orElseThrow(() -> new IOException("entry " + place + " of stream " + stream + " went away"));
        return new PutBack(Kind.ACK, stream, end.subject(), id + ".early." + place, end.data());
    }

    private List<NodeName> resend(List<String> commandStreams) {
        return nodes.values().stream()
                .filter(node -> node.enrolled().isPresent())
                .map(NodeState::node)
                .filter(node -> commandStreams.contains(streams.commandStream(node)))
                .sorted()
                .toList();
    }

    /** What the log had stored before this was folded, so the tables know it. */
    private Optional<Instant> since(List<String> commandStreams) {
        List<Optional<Instant>> times =
                commandStreams.stream().map(known::foldedUntil).toList();
        return times.stream().allMatch(Optional::isPresent)
                ? times.stream()
                        .flatMap(Optional::stream)
                        .min(Instant::compareTo)
                        .map(time -> time.minus(MARGIN))
                : Optional.empty();
    }

    private void putBackNodes() throws IOException, InterruptedException {
        Map<NodeName, NodeState> there = new HashMap<>();
        held.nodes().forEach(node -> there.put(node.node(), node));
        for (NodeState node : nodes.values()) {
            Optional<NodeState> same = Optional.ofNullable(there.get(node.node()));
            if (node.enrolled().isPresent() && same.flatMap(NodeState::enrolled).isEmpty()) {
                take(word(
                        node,
                        "enrolled",
                        "controller",
                        EventCodec.encode(node.enrolled().get())));
            }
            if (node.hello().isPresent() && same.flatMap(NodeState::hello).isEmpty()) {
                take(word(node, "hello", "agent", EventCodec.encode(node.hello().get())));
            }
            if (node.facts().isPresent() && same.flatMap(NodeState::facts).isEmpty()) {
                take(word(
                        node, "facts", "system", EventCodec.encode(node.facts().get())));
            }
        }
    }

    private static PutBack word(NodeState node, String method, String domain, byte[] bytes) {
        String subject = Subject.event(node.node(), method, domain).toString();
        return new PutBack(Kind.NODE, Streams.EVENTS, subject, subject, bytes);
    }
}
