grant select on public.node_identity to steward_read;
grant select on public.enrolment_token to steward_read;
grant select on public.enrolment_approval to steward_read;
grant select on public.enrolment_claim to steward_read;

comment on view public.node_identity is
    'Which key each node''s name belongs to, until when its credentials hold, and whether it is revoked.';
comment on view public.enrolment_token is 'One-time tokens by their hash: for which node, until when, used by which key.';
comment on view public.enrolment_approval is 'Fingerprints that were approved and have not asked since.';
comment on view public.enrolment_claim is 'Machines that asked for a name that is another one''s.';
