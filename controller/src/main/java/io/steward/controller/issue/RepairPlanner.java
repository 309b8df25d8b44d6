package io.steward.controller.issue;

import io.steward.controller.issue.RepairPlan.Kind;
import io.steward.controller.issue.RepairPlan.NotRecovered;
import io.steward.controller.issue.RepairPlan.PutBack;
import io.steward.controller.issue.RepairRule.Known;
import io.steward.controller.issue.RepairRule.Verdict;
import io.steward.controller.log.LogView;
import io.steward.controller.projection.Condition;
import io.steward.controller.projection.KeptRows;
import io.steward.model.command.CommandId;
import io.steward.model.event.Hello;
import io.steward.model.fold.CommandState;
import io.steward.model.fold.Content;
import io.steward.model.fold.Content.AckContent;
import io.steward.model.fold.Content.CommandContent;
import io.steward.model.fold.LogEntry;
import io.steward.model.fold.NodeState;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Streams;
import io.steward.model.subject.Subject;
import io.steward.model.wire.Codec;
import io.steward.model.wire.EntryReader;
import io.steward.model.wire.EventCodec;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Compares what the log holds with what our database knows. One thread, one plan; changes nothing. Holds the ids of all
 * commands in memory.
 */
final class RepairPlanner {
    private static final Duration MARGIN = Duration.ofMinutes(10);

    private final LogView log;
    private final KeptRows rows;
    private final Streams streams;
    private final Duration remembered;
    private final Instant now;
    private final Map<NodeName, NodeState> nodes = new HashMap<>();
    private final Map<NodeName, Instant> journalChanges;
    private final List<PutBack> commands = new ArrayList<>();
    private final List<PutBack> ends = new ArrayList<>();
    private final List<NotRecovered> notRecovered = new ArrayList<>();
    private Optional<Instant> since = Optional.empty();

    RepairPlanner(LogView log, KeptRows rows, Streams streams, Duration remembered, Instant now) {
        this.log = log;
        this.rows = rows;
        this.streams = streams;
        this.remembered = remembered;
        this.now = now;
        this.journalChanges = rows.journalChanges();
        rows.nodes().forEach(node -> nodes.put(node.node(), node));
    }

    RepairPlan plan(List<Condition> conditions) throws IOException, InterruptedException {
        List<String> broken = conditions.stream().map(Condition::stream).toList();
        boolean commandsBroken = broken.stream().anyMatch(streams.commandStreams()::contains);
        for (String stream : broken) {
            if (streams.commandStreams().contains(stream)) {
                compare(stream);
            }
        }
        List<PutBack> all = new ArrayList<>(broken.contains(Streams.NODES) ? lostNodes() : List.of());
        all.addAll(commands);
        all.addAll(ends);
        List<NodeName> resend = commandsBroken
                ? nodes.values().stream()
                        .filter(node -> node.enrolled().isPresent())
                        .map(NodeState::node)
                        .sorted()
                        .toList()
                : List.of();
        return new RepairPlan(conditions, all, notRecovered, resend, since);
    }

    private void compare(String stream) throws IOException, InterruptedException {
        Set<CommandId> held = new HashSet<>();
        Set<CommandId> ended = new HashSet<>();
        Map<CommandId, LogEntry> early = new LinkedHashMap<>();
        List<Instant> last = new ArrayList<>(List.of(Instant.EPOCH));
        log.scan(stream, entry -> {
            last.set(0, entry.recordedAt());
            Content content = EntryReader.read(entry);
            if (content instanceof CommandContent command) {
                held.add(command.command().id());
            } else if (content instanceof AckContent ack && ack.ack().status().terminal()) {
                ended.add(ack.ack().id());
                if (!held.contains(ack.ack().id())) {
                    early.put(ack.ack().id(), entry);
                }
            }
        });
        Instant end =
                last.get(0).equals(Instant.EPOCH) ? Instant.EPOCH : last.get(0).minus(MARGIN);
        since = Optional.of(since.filter(known -> known.isBefore(end)).orElse(end));
        rows.commands(stream, (state, message) -> judge(stream, state, message, held, ended));
        commands.forEach(command -> held.add(CommandId.of(command.messageId())));
        early.forEach((id, told) -> {
            if (held.contains(id)) {
                ends.add(again(id, told));
            }
        });
    }

    // An end that stands before its command was told of a command that the log had lost: behind it, it counts.
    private static PutBack again(CommandId id, LogEntry end) {
        return new PutBack(Kind.ACK, end.stream(), end.subject(), "repair." + id + "." + end.seq(), end.data());
    }

    private void judge(String stream, CommandState state, byte[] message, Set<CommandId> held, Set<CommandId> ended) {
        Optional<String> journal = Optional.ofNullable(nodes.get(state.node()))
                .flatMap(NodeState::hello)
                .map(Hello::journalId);
        Known known = new Known(
                held.contains(state.id()),
                ended.contains(state.id()),
                journal,
                Optional.ofNullable(journalChanges.get(state.node())));
        Verdict verdict = RepairRule.decide(state, known, remembered, now);
        switch (verdict) {
            case NOTHING -> {}
            case COMMAND -> commands.add(command(stream, state, message));
            case END -> ends.add(end(stream, state));
            case COMMAND_AND_END -> {
                commands.add(command(stream, state, message));
                ends.add(end(stream, state));
            }
            case FORGOTTEN, DOUBTFUL ->
                notRecovered.add(new NotRecovered(state.id(), state.node(), state.status(), verdict.why()));
        }
    }

    private static PutBack command(String stream, CommandState state, byte[] message) {
        return new PutBack(
                Kind.COMMAND,
                stream,
                state.command().subject().toString(),
                state.id().value(),
                message);
    }

    private static PutBack end(String stream, CommandState state) {
        var ack = state.lastAck().orElseThrow().with(state.journaled());
        String subject = state.command().subject().ack().toString();
        return new PutBack(Kind.ACK, stream, subject, ack.messageId(), Codec.encode(ack));
    }

    private List<PutBack> lostNodes() throws IOException, InterruptedException {
        Set<String> heard = new HashSet<>();
        log.scan(Streams.NODES, (LogEntry entry) -> heard.add(entry.subject()));
        List<PutBack> lost = new ArrayList<>();
        for (NodeState node : nodes.values()) {
            node.enrolled()
                    .ifPresent(
                            enrolled -> add(lost, heard, node, "enrolled", "controller", EventCodec.encode(enrolled)));
            node.hello().ifPresent(hello -> add(lost, heard, node, "hello", "agent", EventCodec.encode(hello)));
            node.facts().ifPresent(facts -> add(lost, heard, node, "facts", "system", EventCodec.encode(facts)));
        }
        return lost;
    }

    private static void add(
            List<PutBack> lost, Set<String> heard, NodeState node, String method, String domain, byte[] bytes) {
        String subject = Subject.event(node.node(), method, domain).toString();
        if (!heard.contains(subject)) {
            lost.add(new PutBack(Kind.NODE, Streams.EVENTS, subject, "repair." + subject, bytes));
        }
    }
}
