-- Whoever only reads gets this role: SELECT on the promised views, nothing else.

create role if not exists steward_read;
grant select on public.node_state to steward_read;
grant select on public.command_state to steward_read;
grant select on public.command_history to steward_read;
grant select on public.node_history to steward_read;
grant select on public.event_log to steward_read;
grant select on public.delivery_proof to steward_read;
grant select on public.projection_position to steward_read;
grant select on public.open_command to steward_read;
grant select on public.request_command to steward_read;
grant select on public.unreadable to steward_read;

comment on view public.node_state is
    'One row per node ever enrolled or heard. labels is a JSON object: (labels).site = ''north'' asks for one label.';
comment on view public.command_state is 'One row per command. Late is a column (overdue), not a status.';
comment on view public.command_history is 'Every transition of every command.';
comment on view public.node_history is 'Every change of a node''s enrolment, facts, version and online.';
comment on view public.event_log is 'The newest events of each node and subject.';
comment on view public.delivery_proof is 'Nodes with a contradiction or an answer to an unknown command. Empty when all is well.';
comment on view public.projection_position is 'How far each stream has been folded.';
comment on view public.open_command is 'Commands that have not ended.';
comment on view public.request_command is 'Commands by the key of the request that made them.';
comment on view public.unreadable is 'Messages that could not be read, with their bytes.';
