-- From AUDIT: who asked for what and was let or not; one row for each node that was named, or one without a node.
-- place: log_seq * 2^20 + ordinal within the entry.
create table steward.audit_event (
    place bigint primary key,
    log_seq bigint not null,
    recorded_at timestamp(9) with time zone not null,
    at timestamp(9) with time zone not null,
    who varchar not null,
    role varchar,
    action varchar not null,
    node varchar,
    method varchar,
    domain varchar,
    command_id varchar,
    allowed boolean not null,
    code varchar,
    detail varchar
);

-- From the control streams: where agents said REJECTED.
create table steward.refusal (
    stream varchar(100) not null,
    log_seq bigint not null,
    command_id uuid not null,
    at timestamp(9) with time zone not null,
    recorded_at timestamp(9) with time zone not null,
    primary key (stream, log_seq)
);

-- The hash chain over a guarded stream, by blocks of 256 places: block b has the places 256 b + 1 to 256 b + 256.
-- hash: of the chain behind the block's last entry. marks: for each place up to there the first 16 bytes of its entry's
-- digest, or zeros where there was no entry. carried: taken over from the tables before, so its own hash can't be
-- reckoned from the block before.
create table steward.chain_block (
    stream varchar(100) not null,
    block bigint not null,
    last_seq bigint not null,
    entries int not null,
    first_at timestamp(9) with time zone not null,
    last_at timestamp(9) with time zone not null,
    hash bytea not null,
    marks bytea not null,
    carried boolean not null,
    primary key (stream, block)
);

create view public.audit as
select
    at, recorded_at, who, role, action, node, command_id, method, domain, allowed, code, detail,
    'AUDIT' as stream, log_seq
from steward.audit_event
union all
select
    issued_at, queued_at, issued_by, cast(null as varchar), case when method = 'cancel' then 'cancel' else 'send' end,
    node, cast(id as varchar), method, domain, true, cast(null as varchar), reason, stream, log_seq
from steward.command
union all
select
    r.at, r.recorded_at, c.issued_by, cast(null as varchar), 'refuse', c.node, cast(c.id as varchar), c.method, c.domain,
    false, c.error_code, c.error_message, r.stream, r.log_seq
from steward.refusal r
join steward.command c on c.id = r.command_id
union all
select
    recorded_at, recorded_at, '', cast(null as varchar), 'refuse', node, cast(command_id as varchar),
    cast(null as varchar), cast(null as varchar), false, 'unknown-command', cast(null as varchar), stream, log_seq
from steward.doubt
where kind = 'orphan' and status = 'REJECTED';
