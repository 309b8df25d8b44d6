package io.steward.controller.read;

import io.steward.model.subject.NodeName;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The fleet at a moment of the past, from the histories of commands and nodes. Rows have the columns of {@code
 * node_state} and {@code command_state}; what only heartbeats tell ({@code last_seen, outbox, dropped_events}) is null.
 *
 * <p>Any thread, as {@link StateReader}, where it comes from. Its cost grows with all transitions there were by then,
 * for nodes; for commands with those that are looked at.
 */
public final class PastState {
    private final Queries queries;
    private final Moment moment;

    PastState(Queries queries, Moment moment) {
        this.queries = queries;
        this.moment = moment;
    }

    /** Nodes by name that were known by then; {@code where} is a condition over {@code node_state} as it was. */
    public Table nodes(Optional<String> where, Optional<String> after, int limit) throws BadQuery {
        String condition = where.isEmpty() ? "" : " and (" + SqlText.condition(where.get()) + ")";
        return queries.runWhere(
                limit,
                where,
                "select * from (" + PastSql.nodes(moment, Optional.empty()) + ") node_state where node > ?" + condition
                        + " order by node",
                after.orElse(""));
    }

    /** The node as it was. */
    public Optional<Map<String, @Nullable Object>> node(NodeName node) {
        return queries.run(1, PastSql.nodes(moment, Optional.of(node))).maps().stream()
                .findFirst();
    }

    /** Commands that were known by then, as they were, newest first. */
    public Table commands(CommandFilter filter) {
        Where where = new Where()
                .equal("c.node", filter.node().map(NodeName::value))
                .equal("h.status", filter.status().map(Enum::name))
                .equal("c.method", filter.method())
                .equal("c.issued_by", filter.issuedBy())
                .and(
                        "c.queued_at <= ?",
                        moment.by() == Moment.By.RECORDED ? Optional.of(moment.at()) : Optional.empty())
                .and("c.id < ?", filter.after().map(id -> UUID.fromString(id.value())));
        return queries.run(
                filter.limit(), PastSql.commands(moment) + where + " order by c.id desc", where.parameters());
    }

    /** The node's rows of {@code node_history} by then, newest first. */
    public Table nodeHistory(NodeName node, int limit) {
        return queries.run(
                limit,
                "select * from public.node_history where node = ? and " + moment.reached() + " order by place desc",
                node.value());
    }
}
