package io.steward.controller.read;

import io.steward.model.subject.NodeName;
import java.util.Optional;

/** The views of the contract as they were at a moment, as queries over the histories. Pure. */
final class PastSql {
    private PastSql() {}

    /** As {@code command_state}: the last step of each command by then. Ended commands alone have an outcome. */
    static String commands(Moment moment) {
        String reached = moment.reached();
        String now = moment.literal();
        return """
                select c.id, c.node, c.method, c.domain, h.status,
                 h.finished_at is not null as terminal,
                 coalesce(h.finished_at is null and h.due_at < %2$s, false) as overdue,
                 c.issued_by, c.issued_at, c.expires_at,
                 h.delivered_at, h.started_at, h.finished_at, h.attempts,
                 case when h.finished_at is not null then h.exit_code end as exit_code,
                 case when h.finished_at is not null then c.stdout end as stdout,
                 case when h.finished_at is not null then c.stderr end as stderr,
                 case when h.finished_at is not null then c.stdout_bytes end as stdout_bytes,
                 case when h.finished_at is not null then c.stderr_bytes end as stderr_bytes,
                 case when h.finished_at is not null then c.truncated end as truncated,
                 case when h.finished_at is not null then c.error_code end as error_code,
                 case when h.finished_at is not null then c.error_message end as error_message,
                 c.args, c.reason, c.log_seq,
                 cast((select count(*) from public.command_conflict d
                  where d.command_id = c.id and d.recorded_at <= %2$s) as int) as conflicts,
                 c.stream, c.queued_at
                from public.command_state c join public.command_history h
                 on h.place = (select max(x.place) from public.command_history x where x.command_id = c.id and x.%1$s)
                """.formatted(reached, now);
    }

    /**
     * As {@code node_state}, but for what only heartbeats tell: they are hints and not kept. Both histories are read once,
     * since joins of grouped queries would run one for each row of the other.
     *
     * @param only a name, if one node is asked for
     */
    static String nodes(Moment moment, Optional<NodeName> only) {
        String reached = moment.reached()
                + only.map(node -> " and node = '" + node.value() + "'").orElse("");
        return """
                select n.node, coalesce(n.online = 'true', false) as online,
                 cast(null as timestamp with time zone) as last_seen, n.first_seen,
                 n.agent_version, n.os, n.arch, coalesce(n.labels, json '{}') as labels, n.boot_id, n.journal_id,
                 n.queued, n.running, n.succeeded, n.failed,
                 l.command_id as last_command_id, c.method as last_method, c.domain as last_domain,
                 l.status as last_status, l.exit_code as last_exit_code, l.finished_at as last_finished_at,
                 cast(null as bigint) as outbox, cast(null as bigint) as dropped_events,
                 n.enrolled_by is not null as enrolled, n.online = 'true' as told_online,
                 cast(null as decimal(18, 3)) as clock_skew, cast(null as varchar) as condition
                from (
                 select node, min(first_seen) as first_seen,
                  max(case when changed = 'online' then new_value end) as online,
                  max(case when changed = 'enrolled_by' then new_value end) as enrolled_by,
                  max(case when changed = 'agent_version' then new_value end) as agent_version,
                  max(case when changed = 'os' then new_value end) as os,
                  max(case when changed = 'arch' then new_value end) as arch,
                  max(case when changed = 'boot_id' then new_value end) as boot_id,
                  max(case when changed = 'journal_id' then new_value end) as journal_id,
                  json_objectagg(key substring(changed from 7) value new_value)
                   filter (where changed like 'label.%%' and new_value is not null) as labels,
                  count(*) filter (where status in ('QUEUED', 'DELIVERED')) as queued,
                  count(*) filter (where status = 'STARTED') as running,
                  count(*) filter (where status = 'SUCCEEDED') as succeeded,
                  count(*) filter (where finished_at is not null and status <> 'SUCCEEDED') as failed,
                  max(case when finished_at is not null then place end) as last_place
                 from (%s union all %s)
                 group by node
                ) n
                left join public.command_history l on l.place = n.last_place
                left join public.command_state c on c.id = l.command_id
                """.formatted(lastChanges(reached), lastSteps(reached));
    }

    private static String lastChanges(String reached) {
        return """
                select node, first_seen, changed, new_value, cast(null as varchar) as status,
                 cast(null as timestamp with time zone) as finished_at, cast(null as bigint) as place
                from (
                 select node, changed, new_value, min(recorded_at) over (partition by node) as first_seen,
                  row_number() over (partition by node, changed order by place desc) as newest
                 from public.node_history where %s
                ) where newest = 1
                """.formatted(reached);
    }

    private static String lastSteps(String reached) {
        return """
                select node, cast(null as timestamp with time zone), cast(null as varchar), cast(null as varchar),
                 status, finished_at, place
                from (
                 select node, status, finished_at, place,
                  row_number() over (partition by command_id order by place desc) as newest
                 from public.command_history where %s
                ) where newest = 1
                """.formatted(reached);
    }
}
