package io.steward.controller.read;

import io.steward.controller.projection.Places;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Streams;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The newest entries of the view {@code audit}, found part by part by what each part is ordered by, so that nobody waits
 * for millions of commands to be sorted.
 */
final class AuditLists {
    private static final List<String> COLUMNS = List.of(
            "at",
            "recorded_at",
            "who",
            "role",
            "action",
            "node",
            "command_id",
            "method",
            "domain",
            "allowed",
            "code",
            "detail",
            "stream",
            "log_seq");
    private static final String OF_A_COMMAND = "select c.issued_at as at, c.queued_at as recorded_at,"
            + " c.issued_by as who, cast(null as varchar) as role,"
            + " case when c.method = 'cancel' then 'cancel' else 'send' end as action, c.node as node,"
            + " cast(c.id as varchar) as command_id, c.method as method, c.domain as domain, true as allowed,"
            + " cast(null as varchar) as code, c.reason as detail, c.stream as stream, c.log_seq as log_seq";
    private static final int PAGE = 1000;
    private static final int AT = COLUMNS.indexOf("recorded_at");
    private static final int WHO = COLUMNS.indexOf("who");
    private static final int SEQ = COLUMNS.indexOf("log_seq");

    private final Queries queries;
    private final Streams streams;
    private final AuditFilter filter;

    AuditLists(Queries queries, Streams streams, AuditFilter filter) {
        this.queries = queries;
        this.streams = streams;
        this.filter = filter;
    }

    Table newest() {
        List<List<@Nullable Object>> all = new ArrayList<>(part("audit_control", "place"));
        all.addAll(part("audit_refusal", "recorded_at"));
        if (!filter.refused()) {
            if (filter.node().isPresent()) {
                all.addAll(commandsOfNode());
            } else {
                for (int i = 0; i < streams.partitions(); i++) {
                    all.addAll(commands(i));
                }
            }
        }
        all.sort(Comparator.<List<@Nullable Object>, Instant>comparing(AuditLists::recordedAt)
                .thenComparing(row -> ((Number) Objects.requireNonNull(row.get(SEQ))).longValue())
                .reversed());
        boolean more = all.size() > filter.limit();
        return new Table(COLUMNS, more ? all.subList(0, filter.limit()) : all, more);
    }

    private List<List<@Nullable Object>> part(String view, String order) {
        Where where = times(new Where(), "recorded_at")
                .equal("node", filter.node().map(NodeName::value))
                .equal("who", filter.who())
                .equal("allowed", filter.refused() ? Optional.of(false) : Optional.empty());
        return rows(
                "select " + String.join(", ", COLUMNS) + " from public." + view + where + " order by " + order
                        + " desc",
                where.parameters());
    }

    private List<List<@Nullable Object>> commandsOfNode() {
        Where where = times(new Where(), "c.queued_at")
                .equal("c.node", filter.node().map(NodeName::value))
                .equal("c.issued_by", filter.who());
        return rows(
                OF_A_COMMAND + " from public.command_state c" + where + " order by c.log_seq desc", where.parameters());
    }

    /** Of one stream, page by page from the end, as far as there may be more. */
    private List<List<@Nullable Object>> commands(int partition) {
        List<List<@Nullable Object>> found = new ArrayList<>();
        long before = Places.ofTransition(partition + 1, 0, 0);
        boolean more = true;
        while (more && found.size() <= filter.limit()) {
            List<List<@Nullable Object>> page = queries.run(
                            PAGE,
                            "select h.place, h.recorded_at, h.command_id from public.command_history h"
                                    + " where h.place > ? and h.place < ? and h.status = 'QUEUED'"
                                    + " order by h.place desc limit " + PAGE,
                            Places.ofTransition(partition, 0, 0),
                            before)
                    .rows();
            if (!page.isEmpty()) {
                List<@Nullable Object> oldest = page.get(page.size() - 1);
                long place = ((Number) Objects.requireNonNull(oldest.get(0))).longValue();
                found.addAll(commands(place, before));
                before = place;
                Instant reached = (Instant) Objects.requireNonNull(oldest.get(1));
                more = page.size() == PAGE
                        && !filter.since().filter(reached::isBefore).isPresent();
            } else {
                more = false;
            }
        }
        return found;
    }

    private List<List<@Nullable Object>> commands(long from, long before) {
        return bounded(
                        OF_A_COMMAND + " from (select command_id, place from public.command_history where place >= ?"
                                + " and place < ? and status = 'QUEUED') h"
                                + " join public.command_state c on c.id = h.command_id order by h.place desc",
                        PAGE,
                        from,
                        before)
                .stream()
                .filter(this::wanted)
                .toList();
    }

    private boolean wanted(List<@Nullable Object> row) {
        Instant at = recordedAt(row);
        return filter.since().filter(at::isBefore).isEmpty()
                && filter.until().filter(at::isAfter).isEmpty()
                && filter.who().filter(who -> !who.equals(row.get(WHO))).isEmpty();
    }

    private Where times(Where where, String column) {
        return where.and(column + " >= ?", filter.since()).and(column + " <= ?", filter.until());
    }

    private List<List<@Nullable Object>> rows(String sql, @Nullable Object... parameters) {
        return bounded(sql, filter.limit() + 1, parameters);
    }

    private List<List<@Nullable Object>> bounded(String sql, int limit, @Nullable Object... parameters) {
        return queries.run(limit, sql + " limit " + limit, parameters).rows();
    }

    private static Instant recordedAt(List<@Nullable Object> row) {
        return (Instant) Objects.requireNonNull(row.get(AT));
    }
}
