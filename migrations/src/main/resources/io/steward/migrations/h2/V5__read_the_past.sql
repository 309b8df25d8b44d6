grant select on public.command_history to steward_read;
grant select on public.node_history to steward_read;
grant select on public.command_conflict to steward_read;

comment on view public.command_history is
    'Every transition of every command, with what was known of the command after it.';
comment on view public.node_history is 'Every change of a node''s enrolment, facts, version and online.';
comment on view public.command_conflict is 'Messages that contradict what stands of a command.';
