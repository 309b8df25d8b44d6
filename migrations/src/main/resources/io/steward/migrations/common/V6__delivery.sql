-- Which journal received what, and what happened twice.

alter table steward.command add column journal varchar(64);
alter table steward.command add column journal_n bigint;

-- One row per journal that told of commands: what it told, summed up (see JournalTotals).
create table steward.journal_told (
    node varchar(63) not null,
    journal varchar(64) not null,
    stream varchar(100) not null,
    told bigint not null,
    highest bigint not null,
    number_sum bigint not null,
    open_since timestamp(9) with time zone,
    reached bigint not null,
    mark bigint not null,
    mark_at timestamp(9) with time zone not null,
    settled bigint not null,
    last_at timestamp(9) with time zone not null,
    primary key (node, journal)
);

-- kind: DELIVERY (received again), EFFECT (begun again), ORPHAN (the end of a command that the log does not hold).
create table steward.second_time (
    stream varchar(100) not null,
    log_seq bigint not null,
    kind varchar(20) not null,
    command_id uuid not null,
    node varchar(63) not null,
    journal varchar(64),
    journal_n bigint,
    before_journal varchar(64),
    before_n bigint,
    recorded_at timestamp(9) with time zone not null,
    primary key (stream, log_seq)
);
create index second_time_by_node on steward.second_time (node);

-- Each single finding. problem:
--   gap        the journal skipped these numbers: it received commands of which the log holds no word (detail: numbers)
--   same_number two commands have one number (detail: the number)
--   passed_by  the log holds the command, later ones of the node were received, and this one was not
--   effect     the work began more often than the sender allows
--   delivery   a second journal, or the same one anew, received the command
--   conflict   an ACK contradicts what stood
--   orphan     an ACK of a command that the log does not hold
-- What has been under way for less than two minutes of the log's time is not listed.
create view public.delivery_finding as
select node, 'gap' as problem, cast(null as uuid) as command_id, journal,
    cast(n_before + 1 as varchar) || '-' || cast(n - 1 as varchar) as detail, recorded_at
from (
    select told.node as node, told.journal as journal, told.n as n, t.last_at as recorded_at,
        coalesce(lag(told.n) over (partition by told.node, told.journal order by told.n), 0) as n_before
    from steward.journal_told t
    join (
        select node, journal, journal_n as n from steward.command
        union select node, journal, journal_n from steward.second_time
        union select node, before_journal, before_n from steward.second_time
    ) told on told.node = t.node and told.journal = t.journal
    where t.told < t.highest or t.number_sum <> t.highest * (t.highest + 1) / 2
) numbered
where n > n_before + 1
    and exists (
        select 1 from steward.journal_told t
        where t.node = numbered.node and t.journal = numbered.journal
            and (t.open_since is null or t.last_at >= t.open_since + interval '2' minute))
union all
select c.node, 'same_number', c.id, c.journal, cast(c.journal_n as varchar), t.last_at
from steward.journal_told t
join steward.command c on c.node = t.node and c.journal = t.journal
where t.number_sum <> t.highest * (t.highest + 1) / 2
    and exists (
        select 1 from steward.command o
        where o.node = c.node and o.journal = c.journal and o.journal_n = c.journal_n and o.id <> c.id)
union all
select o.node, 'passed_by', o.id, cast(null as varchar(64)), 'place ' || cast(o.log_seq as varchar), o.queued_at
from steward.open_command o
join steward.command c on c.id = o.id
where c.status = 'QUEUED'
    and o.log_seq < (
        select max(t.settled) from steward.journal_told t where t.node = o.node and t.stream = o.stream)
union all
select node, lower(kind), command_id, journal, cast(log_seq as varchar), recorded_at
from steward.second_time
where kind <> 'ORPHAN'
union all
select node, kind, command_id, cast(null as varchar(64)), cast(log_seq as varchar), recorded_at
from steward.doubt
-- A message that could not be read and was REJECTED had no effect: nothing is in doubt.
where not (kind = 'orphan' and status in ('REJECTED', 'DELIVERED')
    and command_id in (select d.command_id from steward.doubt d where d.kind = 'orphan' and d.status = 'REJECTED'));

drop view public.delivery_proof;

-- Per node, only where something is wrong: asked = ended + open, and journaled = told numbers of all its journals, which
-- is asked - queued when nothing was received twice. The other columns count findings.
create view public.delivery_proof as
select
    f.node as node,
    coalesce(n.queued + n.running + n.succeeded + n.failed, 0) as asked,
    coalesce((select sum(t.told) from steward.journal_told t where t.node = f.node), 0) as journaled,
    coalesce(n.succeeded + n.failed, 0) as ended,
    sum(case when f.problem in ('gap', 'same_number') then 1 else 0 end) as gaps,
    sum(case when f.problem = 'passed_by' then 1 else 0 end) as passed_by,
    sum(case when f.problem = 'effect' then 1 else 0 end) as second_effects,
    sum(case when f.problem = 'delivery' then 1 else 0 end) as second_deliveries,
    sum(case when f.problem = 'conflict' then 1 else 0 end) as conflicts,
    sum(case when f.problem = 'orphan' then 1 else 0 end) as orphans,
    min(f.recorded_at) as first_at,
    max(f.recorded_at) as last_at
from public.delivery_finding f
left join steward.node_totals n on n.node = f.node
group by f.node, n.queued, n.running, n.succeeded, n.failed;

-- Commands that an earlier journal of their node had received and that have not ended. settled_at: when the log heard of
-- the journal that the node has now. Commands of the journal that is there now are never listed, nor are those of one
-- that the node has not been heard to leave.
create view public.orphaned_command as
select c.id as id, c.node as node, c.method as method, c.domain as domain, c.status as status, c.attempts as attempts,
    c.delivered_at as delivered_at, c.started_at as started_at, c.journal as journal, s.journal_id as journal_now,
    h.recorded_at as settled_at, p.heartbeat_recorded_at as heard_at
from steward.open_command o
join steward.command c on c.id = o.id
join steward.node s on s.node = c.node
join steward.node_change h on h.node = c.node and h.changed = 'journal_id' and h.old_value = c.journal
left join steward.presence p on p.node = c.node
where c.status in ('DELIVERED', 'STARTED') and c.journal <> s.journal_id;

-- Each node's clock against the broker's: positive when the node is ahead. Contains the heartbeat's way, so a node far
-- away seems a little behind.
create view public.node_clock as
select node, heartbeat_at, heartbeat_recorded_at,
    cast(extract(epoch from heartbeat_at) - extract(epoch from heartbeat_recorded_at) as double precision) as ahead_seconds
from steward.presence
where heartbeat_at is not null;
