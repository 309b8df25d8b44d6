package io.steward.controller.read;

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

    /** As {@code node_state}, but for what only heartbeats tell: they are hints and not kept. */
    static String nodes(Moment moment) {
        return """
                select n.node, coalesce(d.online, false) as online,
                 cast(null as timestamp with time zone) as last_seen, d.first_seen,
                 d.agent_version, d.os, d.arch, coalesce(d.labels, json '{}') as labels, d.boot_id, d.journal_id,
                 coalesce(t.queued, 0) as queued, coalesce(t.running, 0) as running,
                 coalesce(t.succeeded, 0) as succeeded, coalesce(t.failed, 0) as failed,
                 l.command_id as last_command_id, c.method as last_method, c.domain as last_domain,
                 l.status as last_status, l.exit_code as last_exit_code, l.finished_at as last_finished_at,
                 cast(null as bigint) as outbox, cast(null as bigint) as dropped_events,
                 coalesce(d.enrolled, false) as enrolled, d.online as told_online
                from (
                 select distinct node from public.node_history where %1$s
                 union select distinct node from public.command_history where %1$s
                ) n
                left join (%2$s) d on d.node = n.node
                left join (%3$s) t on t.node = n.node
                left join public.command_history l on l.place = t.last_place
                left join public.command_state c on c.id = l.command_id
                """.formatted(moment.reached(), described(moment), counted(moment));
    }

    private static String described(Moment moment) {
        return """
                select x.node, min(m.first_seen) as first_seen,
                 max(case when x.changed = 'online' then x.new_value end) = 'true' as online,
                 max(case when x.changed = 'enrolled_by' then x.new_value end) is not null as enrolled,
                 max(case when x.changed = 'agent_version' then x.new_value end) as agent_version,
                 max(case when x.changed = 'os' then x.new_value end) as os,
                 max(case when x.changed = 'arch' then x.new_value end) as arch,
                 max(case when x.changed = 'boot_id' then x.new_value end) as boot_id,
                 max(case when x.changed = 'journal_id' then x.new_value end) as journal_id,
                 json_objectagg(key substring(x.changed from 7) value x.new_value)
                  filter (where x.changed like 'label.%%' and x.new_value is not null) as labels
                from public.node_history x join (
                 select max(place) as place, min(recorded_at) as first_seen
                 from public.node_history where %s group by node, changed
                ) m on x.place = m.place
                group by x.node
                """.formatted(moment.reached());
    }

    private static String counted(Moment moment) {
        return """
                select h.node,
                 count(*) filter (where h.status in ('QUEUED', 'DELIVERED')) as queued,
                 count(*) filter (where h.status = 'STARTED') as running,
                 count(*) filter (where h.status = 'SUCCEEDED') as succeeded,
                 count(*) filter (where h.finished_at is not null and h.status <> 'SUCCEEDED') as failed,
                 max(case when h.finished_at is not null then h.place end) as last_place
                from public.command_history h join (
                 select max(place) as place from public.command_history where %s group by command_id
                ) m on h.place = m.place
                group by h.node
                """.formatted(moment.reached());
    }
}
