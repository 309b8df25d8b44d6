-- The open commands come first, few as they are: an inner join leaves the order to the database, which went through all
-- commands of each node, and with some millions of them took longer than a query may. Outer joins are done as they stand.
create or replace view public.orphaned_command as
select c.id as id, c.node as node, c.method as method, c.domain as domain, c.status as status, c.attempts as attempts,
    c.delivered_at as delivered_at, c.started_at as started_at, c.journal as journal, s.journal_id as journal_now,
    h.recorded_at as settled_at, p.heartbeat_recorded_at as heard_at
from steward.open_command o
left join steward.command c on c.id = o.id and c.status in ('DELIVERED', 'STARTED')
left join steward.node s on s.node = c.node and s.journal_id <> c.journal
left join steward.node_change h on h.node = s.node and h.changed = 'journal_id' and h.old_value = c.journal
left join steward.presence p on p.node = c.node
where h.node is not null;
