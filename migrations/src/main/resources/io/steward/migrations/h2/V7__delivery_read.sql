grant select on public.delivery_finding to steward_read;
grant select on public.delivery_proof to steward_read;
grant select on public.orphaned_command to steward_read;
grant select on public.node_clock to steward_read;

comment on view public.delivery_finding is 'Each gap, second delivery, second effect and contradiction by itself.';
comment on view public.delivery_proof is
    'Nodes with a gap, a second effect or a contradiction: what was asked, what their journals received, what ended. Empty when all is well.';
comment on view public.orphaned_command is 'Commands of a journal that their node does not have any more.';
comment on view public.node_clock is 'Each node''s clock against the broker''s, by its newest heartbeat.';
