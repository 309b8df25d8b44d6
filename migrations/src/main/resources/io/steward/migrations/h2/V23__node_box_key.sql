-- The public key to which secrets for a node are sealed, as the node tells it among its facts.
create view public.node_box_key as
select node, trim(both '"' from box_key) as box_key
from (select node, cast((facts format json)."boxKey" as varchar) as box_key from steward.node) told
where regexp_like(box_key, '^"[A-Za-z0-9_-]{43}"$');

grant select on public.node_box_key to steward_read;

comment on view public.node_box_key is 'The public key to which secrets for a node are sealed.';
