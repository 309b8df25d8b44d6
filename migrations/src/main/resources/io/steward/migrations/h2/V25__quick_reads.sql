-- node_state joins three tables by node. A number that the name gives is found at once, where a name is searched in an
-- index and its row after it: half the time for all nodes. The number is the tables' own order where they were empty
-- when this ran; else it is an index like others, until the log is folded anew.
alter table steward.node
    add column id bigint generated always as (cast(substring(hash('MD5', node) from 1 for 8) as bigint)) not null;
alter table steward.node drop primary key;
alter table steward.node add constraint node_id primary key (id);
alter table steward.node add constraint node_by_name unique (node);

alter table steward.node_totals
    add column id bigint generated always as (cast(substring(hash('MD5', node) from 1 for 8) as bigint)) not null;
alter table steward.node_totals drop primary key;
alter table steward.node_totals add constraint node_totals_id primary key (id);
alter table steward.node_totals add constraint node_totals_by_name unique (node);

alter table steward.presence
    add column id bigint generated always as (cast(substring(hash('MD5', node) from 1 for 8) as bigint)) not null;
alter table steward.presence drop primary key;
alter table steward.presence add constraint presence_id primary key (id);
alter table steward.presence add constraint presence_by_name unique (node);

-- Nodes that have totals or presence and no row in steward.node. To look for them each time would double what the view
-- costs, and there is hardly ever one. Whoever writes a first row of a node keeps it.
create table steward.node_stray (
    id bigint generated always as (cast(substring(hash('MD5', node) from 1 for 8) as bigint)) not null primary key,
    node varchar(63) not null unique
);
insert into steward.node_stray (node)
select node from (select node from steward.node_totals union select node from steward.presence) n
where not exists (select 1 from steward.node s where s.node = n.node);

create or replace view public.node_state as
select
    s.node as node,
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
from steward.node s
left join steward.node_totals t on t.id = s.id and t.node = s.node
left join steward.presence p on p.id = s.id and p.node = s.node
union all
select
    n.node,
    coalesce(
        p.heartbeat_until >= current_timestamp
            and not p.leaving
            and not (coalesce(p.hint_at > p.heartbeat_recorded_at, false) and not p.hint_online),
        false),
    p.heartbeat_recorded_at,
    null, null, null, null,
    json '{}',
    p.boot_id,
    null,
    coalesce(t.queued, 0),
    coalesce(t.running, 0),
    coalesce(t.succeeded, 0),
    coalesce(t.failed, 0),
    t.last_command_id,
    t.last_method,
    t.last_domain,
    t.last_status,
    t.last_exit_code,
    t.last_finished_at,
    p.outbox,
    p.dropped,
    false,
    null,
    cast(p.skew_millis as decimal(18, 3)) / 1000,
    p.condition
from steward.node_stray n
left join steward.node_totals t on t.id = n.id and t.node = n.node
left join steward.presence p on p.id = n.id and p.node = n.node;

create view public.node_name as
select node from steward.node
union all
select node from steward.node_stray;

-- The fold keeps these counts: to count commands themselves takes seconds.
create view public.command_count as
select status, cast(sum(commands) as bigint) as commands
from steward.status_totals
group by status;

grant select on public.node_state to steward_read;
grant select on public.node_name to steward_read;
grant select on public.command_count to steward_read;

comment on view public.node_state is
    'One row per node ever enrolled or heard. labels is a JSON object: (labels).site = ''north'' asks for one label.';
comment on view public.node_name is 'The names of all nodes of node_state.';
comment on view public.command_count is 'How many commands there are in each status.';
