package io.steward.model.fold;

import io.steward.model.event.Connection;
import io.steward.model.event.Enrolled;
import io.steward.model.event.Facts;
import io.steward.model.event.Hello;
import io.steward.model.subject.NodeName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What one entry of the {@code NODES} stream makes of one node. Pure and stateless. */
public final class NodeFold {
    /** What became of a node, and what is different from before. */
    public record Folded(NodeState state, List<NodeChange> changes) {
        public Folded {
            changes = List.copyOf(changes);
        }
    }

    private NodeFold() {}

    public static Folded enrolled(Optional<NodeState> before, NodeName node, Enrolled news, LogEntry entry) {
        return folded(before, orUnknown(before, node, entry).with(news), news.at(), entry);
    }

    public static Folded hello(Optional<NodeState> before, NodeName node, Hello news, LogEntry entry) {
        return folded(before, orUnknown(before, node, entry).with(news), news.startedAt(), entry);
    }

    public static Folded facts(Optional<NodeState> before, NodeName node, Facts news, LogEntry entry) {
        return folded(before, orUnknown(before, node, entry).with(news), entry.recordedAt(), entry);
    }

    public static Folded connection(Optional<NodeState> before, NodeName node, Connection news, LogEntry entry) {
        return folded(before, orUnknown(before, node, entry).with(news), news.at(), entry);
    }

    private static NodeState orUnknown(Optional<NodeState> before, NodeName node, LogEntry entry) {
        return before.orElseGet(() -> NodeState.unknown(node, entry.recordedAt()));
    }

    private static Folded folded(Optional<NodeState> before, NodeState after, Instant at, LogEntry entry) {
        Map<String, String> old = before.map(NodeFold::described).orElse(Map.of());
        Map<String, String> now = described(after);
        TreeSet<String> names = new TreeSet<>(old.keySet());
        names.addAll(now.keySet());
        List<NodeChange> changes = new ArrayList<>();
        for (String name : names) {
            Optional<String> was = Optional.ofNullable(old.get(name));
            Optional<String> is = Optional.ofNullable(now.get(name));
            if (!was.equals(is)) {
                changes.add(new NodeChange(after.node(), name, was, is, at, entry.recordedAt(), entry.seq()));
            }
        }
        return new Folded(after, changes);
    }

    private static Map<String, String> described(NodeState state) {
        Map<String, String> values = new TreeMap<>();
        state.enrolled().ifPresent(enrolled -> values.put("enrolled_by", enrolled.by()));
        state.connection().ifPresent(connection -> values.put("online", Boolean.toString(connection.online())));
        state.hello().ifPresent(hello -> describe(hello, values));
        state.facts().ifPresent(facts -> describe(facts, values));
        return values;
    }

    private static void describe(Hello hello, Map<String, String> values) {
        values.put("agent_version", hello.version());
        values.put("journal_id", hello.journalId());
        values.put("boot_id", hello.bootId());
        values.put("agent_started_at", hello.startedAt().toString());
        values.put("processes", hello.processes().stream().map(Object::toString).collect(Collectors.joining(" ")));
    }

    private static void describe(Facts facts, Map<String, String> values) {
        facts.more().forEach((name, value) -> values.put("facts." + name, value));
        facts.labels().forEach((name, value) -> values.put("label." + name, value));
        values.put("hostname", facts.hostname());
        values.put("os", facts.os());
        values.put("arch", facts.arch());
        values.put("cpus", Integer.toString(facts.cpus()));
        values.put("memory_bytes", Long.toString(facts.memoryBytes()));
    }
}
