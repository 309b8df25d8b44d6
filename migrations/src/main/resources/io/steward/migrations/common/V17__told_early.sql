-- As in V6, but for the last condition.
create or replace view public.delivery_finding as
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
    and command_id in (select d.command_id from steward.doubt d where d.kind = 'orphan' and d.status = 'REJECTED'))
-- What was told before its command was put back behind it, and told again, is in order.
and not (kind = 'orphan' and exists (
    select 1 from steward.command c
    where c.id = doubt.command_id and c.status not in ('QUEUED', 'DELIVERED', 'STARTED')));
