-- The views of the contract, section 5. Columns behind the promised ones are additions.

create view public.node_state as
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
    s.connection_online as told_online
from (
    select node from steward.node
    union select node from steward.node_totals
    union select node from steward.presence
) n
left join steward.node s on s.node = n.node
left join steward.node_totals t on t.node = n.node
left join steward.presence p on p.node = n.node;

create view public.command_state as
select
    id,
    node,
    method,
    domain,
    status,
    finished_at is not null as terminal,
    coalesce(finished_at is null and due_at < current_timestamp, false) as overdue,
    issued_by,
    issued_at,
    expires_at,
    delivered_at,
    started_at,
    finished_at,
    attempts,
    exit_code,
    stdout,
    stderr,
    stdout_bytes,
    stderr_bytes,
    truncated,
    error_code,
    error_message,
    args,
    reason,
    log_seq,
    conflicts,
    stream,
    queued_at
from steward.command;

create view public.command_history as
select command_id, node, status, at, recorded_at, log_seq, stream, place
from steward.transition;

create view public.node_history as
select node, changed, old_value, new_value, at, log_seq, place
from steward.node_change;

create view public.event_log as
select seq, node, method, domain, at, body
from steward.event;

create view public.delivery_proof as
select
    node,
    cast(sum(case when kind = 'conflict' then 1 else 0 end) as bigint) as conflicts,
    cast(sum(case when kind = 'orphan' then 1 else 0 end) as bigint) as orphans,
    min(recorded_at) as first_at,
    max(recorded_at) as last_at
from steward.doubt
group by node;

create view public.projection_position as
select stream, seq as position, recorded_at as last_at, case when known_last > seq then known_last - seq else 0 end as lag
from steward.position;

-- Additions: what waits or runs, which request made which commands, and what could not be read.

create view public.open_command as
select id, node, queued_at, log_seq, stream
from steward.open_command;

create view public.request_command as
select request_key, command_id, node, log_seq, stream
from steward.request_command;

create view public.unreadable as
select stream, seq, recorded_at, subject, code, message, size, bytes
from steward.unreadable;
