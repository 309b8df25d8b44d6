grant select on public.audit to steward_read;
grant select on public.audit_control to steward_read;
grant select on public.audit_refusal to steward_read;

comment on view public.audit is
    'Who did what to which node, when, and whether they were let: commands as they entered the log, refusals by the controller and by agents, and what admins did.';
comment on view public.audit_control is 'Of the audit: what the controller refused, and what admins did.';
comment on view public.audit_refusal is 'Of the audit: what agents refused.';
