-- Each command as its sender wrote it: what the columns of command_state leave out (timeout, onCrash, supersedes) and
-- all that a later sender may add.
create view public.command_message as
select id, node, utf8tostring(message) as message
from steward.command;

grant select on public.command_message to steward_read;

comment on view public.command_message is 'Each command as its sender wrote it, as JSON.';
