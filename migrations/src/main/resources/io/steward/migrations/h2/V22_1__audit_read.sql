grant select on public.audit to steward_read;

comment on view public.audit is
    'Who did what to which node, when, and whether they were let: commands as they entered the log, refusals by the controller and by agents, and what admins did.';
