-- Which fold made the rows: another one folds the log anew beside them.

create table steward.fold_version (
    version varchar(200) primary key
);

-- Each transition carries what was known of its command after it, so that a past moment needs no second fold.

alter table steward.transition add column due_at timestamp(9) with time zone;
alter table steward.transition add column delivered_at timestamp(9) with time zone;
alter table steward.transition add column started_at timestamp(9) with time zone;
alter table steward.transition add column finished_at timestamp(9) with time zone;
alter table steward.transition add column attempts int default 0 not null;
alter table steward.transition add column exit_code int;

create or replace view public.command_history as
select
    command_id, node, status, at, recorded_at, log_seq, stream, place,
    due_at, delivered_at, started_at, finished_at, attempts, exit_code
from steward.transition;

create or replace view public.node_history as
select node, changed, old_value, new_value, at, log_seq, place, recorded_at
from steward.node_change;

create view public.command_conflict as
select command_id, node, status, recorded_at, log_seq, stream
from steward.doubt
where kind = 'conflict';
