grant select on public.orphaned_command to steward_read;

comment on view public.orphaned_command is 'Commands of a journal that their node does not have any more.';
