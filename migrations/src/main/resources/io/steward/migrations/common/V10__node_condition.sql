-- How far the node's clock is ahead of the broker's, in seconds, and what is wrong with its agent in a sentence.

alter table steward.presence add column skew_millis bigint;
alter table steward.presence add column condition varchar;

create or replace view public.node_state as
select
    n.node as node,
    coalesce(
        p.heartbeat_until >= current_timestamp
            and not p.leaving
            and not (coalesce(p.hint_at > p.heartbeat_recorded_at, false) and not p.hint_online),
        false) as online,
    p.heartbeat_recorded_at as last_seen,
    s.first_seen as first_seen,
    s.agent_version as agent_version,
    s.os as os,
    s.arch as arch,
    coalesce(s.labels, json '{}') as labels,
    coalesce(p.boot_id, s.boot_id) as boot_id,
    s.journal_id as journal_id,
    coalesce(t.queued, 0) as queued,
    coalesce(t.running, 0) as running,
    coalesce(t.succeeded, 0) as succeeded,
    coalesce(t.failed, 0) as failed,
    t.last_command_id as last_command_id,
    t.last_method as last_method,
    t.last_domain as last_domain,
    t.last_status as last_status,
    t.last_exit_code as last_exit_code,
    t.last_finished_at as last_finished_at,
    p.outbox as outbox,
    p.dropped as dropped_events,
    s.enrolled_at is not null as enrolled,
    s.connection_online as told_online,
    cast(p.skew_millis as decimal(18, 3)) / 1000 as clock_skew,
    p.condition as condition
from (
    select node from steward.node
    union select node from steward.node_totals
    union select node from steward.presence
) n
left join steward.node s on s.node = n.node
left join steward.node_totals t on t.node = n.node
left join steward.presence p on p.node = n.node;
