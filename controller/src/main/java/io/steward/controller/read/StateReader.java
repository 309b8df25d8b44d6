package io.steward.controller.read;

import io.steward.controller.projection.Cursor;
import io.steward.controller.projection.StateChange;
import io.steward.controller.projection.StateDatabase.ReadAccess;
import io.steward.model.command.CommandId;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Streams;
import io.steward.model.subject.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Answers from the state database, as the views of schema {@code public} promise them.
 *
 * <p>Any thread. Every query runs as a user that may SELECT from those views and nothing else, for a bounded time, and
 * answers a bounded number of rows. Nothing here writes. A database that can't answer is a {@link
 * java.io.UncheckedIOException}; a caller's mistake is {@link BadQuery}.
 *
 * <p>In a condition over {@code node_state} a label is a field of the column {@code labels}: {@code (labels).site =
 * 'north'}, or {@code (labels)."rack-no" = '7'}; a node without the label does not match.
 */
public final class StateReader implements AutoCloseable {
    /** No query answers more rows. */
    public static final int MOST_ROWS = 10_000;

    private static final int ALL = 10_000_000;
    private static final int FEW = 2_000;

    private final Queries queries;
    private final Streams streams;
    private final Changes changes;

    private StateReader(Queries queries, Streams streams) {
        this.queries = queries;
        this.streams = streams;
        this.changes = new Changes(queries, streams);
    }

    public static StateReader open(ReadAccess access, Streams streams, ReadSettings settings) {
        Queries queries = Queries.open(access, settings.connections(), settings.longestQuery());
        return new StateReader(queries, streams);
    }

    /**
     * Reads there from now on: the tables were folded anew.
     *
     * @return to be run once: returns when nobody reads the old ones any more
     */
    public Runnable follow(ReadAccess access) {
        return queries.follow(access);
    }

    /** Whose names nodes' names are. */
    public IdentityReader identities() {
        return new IdentityReader(queries);
    }

    /** The fleet at a moment of the past. */
    public PastState at(Moment moment) {
        return new PastState(queries, moment);
    }

    /** Nodes by name, from behind {@code after}; {@code where} is a condition over {@code node_state}. */
    public Table nodes(Optional<String> where, Optional<String> after, int limit) throws BadQuery {
        Where bounds = new Where().and("node > ?", after);
        if (where.isEmpty()) {
            return page(bounds, after, rows(limit));
        }
        String condition = (after.isEmpty() ? " where (" : " and (") + SqlText.condition(where.get()) + ")";
        return queries.runWhere(
                rows(limit),
                where,
                "select * from public.node_state" + bounds + condition + " order by node",
                bounds.parameters());
    }

    // The view would be made whole and sorted, whatever the limit; names are quickly read, and two bound it.
    private Table page(Where bounds, Optional<String> after, int limit) {
        Table names = queries.run(
                limit, "select node from public.node_name" + bounds + " order by node", bounds.parameters());
        int last = names.rows().size() - 1;
        if (after.isPresent() || names.more()) {
            bounds.and(
                    "node <= ?",
                    Optional.of(
                            last < 0 ? "" : Values.text(names.rows().get(last).get(0))));
        }
        Table rows =
                queries.run(limit, "select * from public.node_state" + bounds + " order by node", bounds.parameters());
        return new Table(rows.columns(), rows.rows(), rows.more() || names.more());
    }

    /** The node's row of {@code node_state}. */
    public Optional<Map<String, @Nullable Object>> node(NodeName node) {
        return queries.run(1, "select * from public.node_state where node = ?", node.value()).maps().stream()
                .findFirst();
    }

    /** The public key to which secrets for the node are sealed, if it has told one. */
    public Optional<String> boxKey(NodeName node) {
        return queries.run(1, "select box_key from public.node_box_key where node = ?", node.value()).maps().stream()
                .findFirst()
                .map(row -> String.valueOf(row.get("box_key")));
    }

    /** Rows of {@code command_state}, newest first. */
    public Table commands(CommandFilter filter) {
        Where where = new Where()
                .equal("node", filter.node().map(NodeName::value))
                .equal("status", filter.status().map(Enum::name))
                .equal("method", filter.method())
                .equal("issued_by", filter.issuedBy())
                .and("id < ?", filter.after().map(StateReader::uuid));
        return queries.run(
                rows(filter.limit()),
                "select * from public.command_state" + where + " order by id desc",
                where.parameters());
    }

    /** The command's row of {@code command_state}. */
    public Optional<Map<String, @Nullable Object>> command(CommandId id) {
        return queries.run(1, "select * from public.command_state where id = ?", uuid(id)).maps().stream()
                .findFirst();
    }

    /** The command's rows of {@code command_history}, in log order. */
    public Table history(CommandId id) {
        return queries.run(
                MOST_ROWS, "select * from public.command_history where command_id = ? order by place", uuid(id));
    }

    /** The node's rows of {@code node_history}, newest first. */
    public Table nodeHistory(NodeName node, int limit) {
        return queries.run(
                rows(limit), "select * from public.node_history where node = ? order by place desc", node.value());
    }

    /** Rows of {@code event_log}, in log order. */
    public Table events(EventFilter filter) {
        boolean onward = filter.afterSeq().isPresent();
        Where where = new Where()
                .equal("node", filter.node().map(NodeName::value))
                .equal("method", filter.method())
                .equal("domain", filter.domain())
                .and("seq > ?", onward ? Optional.of(filter.afterSeq().getAsLong()) : Optional.empty());
        Table table = queries.run(
                rows(filter.limit()),
                "select * from public.event_log" + where + " order by seq" + (onward ? "" : " desc"),
                where.parameters());
        if (onward) {
            return table;
        }
        List<List<@Nullable Object>> oldestFirst = new ArrayList<>(table.rows());
        Collections.reverse(oldestFirst);
        return new Table(table.columns(), oldestFirst, table.more());
    }

    /** Rows of {@code audit}, newest first. */
    public Table audit(AuditFilter filter) {
        return new AuditLists(queries, streams, filter).newest();
    }

    /** One SELECT, WITH, VALUES, TABLE, SHOW or EXPLAIN over the views. */
    public Table sql(String query, int rowLimit) throws BadQuery {
        return queries.runForeign(rows(rowLimit), SqlText.statement(query));
    }

    /** The nodes for which a condition over {@code node_state} holds, by name. */
    public List<NodeName> targets(String where) throws BadQuery {
        return names(queries.runWhere(
                ALL,
                Optional.of(where),
                "select node from public.node_state where (" + SqlText.condition(where) + ") order by node"));
    }

    /** All nodes, by name. */
    public List<NodeName> nodes() {
        return names(queries.run(ALL, "select node from public.node_state order by node"));
    }

    /** Those of the nodes that were ever enrolled or heard, or have a command. */
    public Set<NodeName> known(Collection<NodeName> nodes) {
        return among(nodes, "true");
    }

    /** Those of the nodes that are enrolled. */
    public Set<NodeName> enrolled(Collection<NodeName> nodes) {
        return among(nodes, "enrolled");
    }

    /** Those of the nodes that are online now. */
    public Set<NodeName> online(Collection<NodeName> nodes) {
        return among(nodes, "online");
    }

    /** All enrolled nodes, by name. */
    public List<NodeName> enrolled() {
        return names(queries.run(ALL, "select node from public.node_state where enrolled order by node"));
    }

    /** The heard nodes whose online is not what the log was told last. */
    public List<NodePresence> changedPresence() {
        return queries
                .run(
                        ALL,
                        "select node, online, told_online, last_seen from public.node_state"
                                + " where last_seen is not null and online <> coalesce(told_online, false)")
                .rows()
                .stream()
                .map(row -> new NodePresence(
                        NodeName.of(Values.text(row.get(0))),
                        Boolean.TRUE.equals(row.get(1)),
                        Optional.ofNullable((Boolean) row.get(2)),
                        Optional.ofNullable((Instant) row.get(3))))
                .toList();
    }

    /** Commands that have not ended, of journals that their nodes do not have any more; one may come more than once. */
    public List<OrphanedCommand> orphaned(int limit) {
        return queries
                .run(
                        rows(limit),
                        "select id, node, method, domain, attempts, delivered_at, started_at, journal, journal_now,"
                                + " settled_at, heard_at from public.orphaned_command order by settled_at, id")
                .rows()
                .stream()
                .map(row -> new OrphanedCommand(
                        CommandId.of(Values.text(row.get(0))),
                        Subject.command(
                                NodeName.of(Values.text(row.get(1))), Values.text(row.get(2)), Values.text(row.get(3))),
                        ((Number) Values.present(row.get(4))).intValue(),
                        Optional.ofNullable((Instant) row.get(5)),
                        Optional.ofNullable((Instant) row.get(6)),
                        Values.text(row.get(7)),
                        Values.text(row.get(8)),
                        (Instant) Values.present(row.get(9)),
                        Optional.ofNullable((Instant) row.get(10))))
                .toList();
    }

    /** Where the node's oldest command that has not ended stands in its stream. */
    public OptionalLong lowestOpen(NodeName node) {
        Table table = queries.run(
                1, "select min(log_seq) from public.open_command where node = ? having count(*) > 0", node.value());
        return table.rows().isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(((Number) Values.present(table.rows().get(0).get(0))).longValue());
    }

    /** What the {@code ChangeFeed} told behind the cursor, as far as it is still known: stream by stream, in order. */
    public List<StateChange> changesAfter(Cursor cursor, int limit) {
        return changes.after(cursor, rows(limit));
    }

    /** The labels of these nodes, each a JSON object as text. */
    public Map<NodeName, String> labels(Collection<NodeName> nodes) {
        Map<NodeName, String> labels = new HashMap<>();
        if (nodes.size() > FEW) {
            queries.run(ALL, "select node, labels from public.node_state")
                    .rows()
                    .forEach(row -> label(row, labels));
            labels.keySet().retainAll(Set.copyOf(nodes));
            return labels;
        }
        for (NodeName node : nodes) {
            queries.run(1, "select node, labels from public.node_state where node = ?", node.value())
                    .rows()
                    .forEach(row -> label(row, labels));
        }
        return labels;
    }

    private static void label(List<@Nullable Object> row, Map<NodeName, String> labels) {
        labels.put(NodeName.of(Values.text(row.get(0))), Values.text(row.get(1)));
    }

    /** The message of a command as it stood in the log. */
    public Optional<String> message(CommandId id) {
        return queries.run(1, "select message from public.command_message where id = ?", uuid(id)).rows().stream()
                .map(row -> Values.text(row.get(0)))
                .findFirst();
    }

    /** The commands of the request with this key, in log order; none: the request is new. */
    public List<IssuedCommand> commandsOf(String requestKey) {
        return queries
                .run(
                        ALL,
                        "select command_id, node from public.request_command where request_key = ?"
                                + " order by stream, log_seq",
                        requestKey)
                .rows()
                .stream()
                .map(row ->
                        new IssuedCommand(CommandId.of(Values.text(row.get(0))), NodeName.of(Values.text(row.get(1)))))
                .toList();
    }

    @Override
    public void close() {
        queries.close();
    }

    private Set<NodeName> among(Collection<NodeName> nodes, String condition) {
        Set<NodeName> wanted = new TreeSet<>(nodes);
        Set<NodeName> found = new TreeSet<>();
        if (wanted.size() > FEW) {
            found.addAll(names(queries.run(ALL, "select node from public.node_state where " + condition)));
            found.retainAll(wanted);
            return found;
        }
        // A join looks each name up, where "in" and "any" would walk through the whole view.
        found.addAll(names(queries.run(
                FEW,
                "select s.node from unnest(?) wanted(node) join public.node_state s on s.node = wanted.node where "
                        + condition,
                (Object) wanted.stream().map(NodeName::value).toArray())));
        return found;
    }

    private static List<NodeName> names(Table table) {
        return table.rows().stream()
                .map(row -> NodeName.of(Values.text(row.get(0))))
                .toList();
    }

    private static int rows(int limit) {
        if (limit < 1 || limit > MOST_ROWS) {
            throw new IllegalArgumentException("limit " + limit + " is not allowed: use 1 to " + MOST_ROWS);
        }
        return limit;
    }

    private static UUID uuid(CommandId id) {
        return UUID.fromString(id.value());
    }
}
