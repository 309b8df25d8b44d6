-- Each table is fed by one kind of stream. Times are the speaker's (at) and the log's (recorded_at).

create table steward.position (
    stream varchar(100) primary key,
    seq bigint not null,
    recorded_at timestamp(9) with time zone,
    digest varchar(64),
    stream_created timestamp(9) with time zone,
    known_last bigint not null
);

create table steward.unreadable (
    stream varchar(100) not null,
    seq bigint not null,
    recorded_at timestamp(9) with time zone not null,
    subject varchar not null,
    code varchar(100) not null,
    message varchar not null,
    size bigint not null,
    bytes bytea not null,
    primary key (stream, seq)
);

-- From the control streams.

create table steward.command (
    id uuid primary key,
    node varchar(63) not null,
    method varchar(63) not null,
    domain varchar(63) not null,
    status varchar(20) not null,
    stream varchar(100) not null,
    log_seq bigint not null,
    queued_at timestamp(9) with time zone not null,
    issued_by varchar not null,
    issued_at timestamp(9) with time zone not null,
    expires_at timestamp(9) with time zone,
    due_at timestamp(9) with time zone,
    delivered_at timestamp(9) with time zone,
    started_at timestamp(9) with time zone,
    finished_at timestamp(9) with time zone,
    attempts int not null,
    conflicts int not null,
    reason varchar,
    args varchar not null,
    message bytea not null,
    ack_at timestamp(9) with time zone,
    ack_delivered_at timestamp(9) with time zone,
    ack_started_at timestamp(9) with time zone,
    ack_attempt int,
    exit_code int,
    stdout varchar,
    stderr varchar,
    stdout_bytes bigint,
    stderr_bytes bigint,
    truncated boolean,
    error_code varchar,
    error_message varchar
);
create index command_by_node on steward.command (node, id);

-- place: partition * 2^52 + log_seq * 4 + ordinal within the entry, so that rows lie in log order.
create table steward.transition (
    place bigint primary key,
    command_id uuid not null,
    node varchar(63) not null,
    status varchar(20) not null,
    at timestamp(9) with time zone not null,
    recorded_at timestamp(9) with time zone not null,
    stream varchar(100) not null,
    log_seq bigint not null
);
create index transition_by_command on steward.transition (command_id);

create table steward.open_command (
    id uuid primary key,
    node varchar(63) not null,
    stream varchar(100) not null,
    log_seq bigint not null,
    queued_at timestamp(9) with time zone not null
);

create table steward.request_command (
    command_id uuid primary key,
    request_key varchar not null,
    node varchar(63) not null,
    stream varchar(100) not null,
    log_seq bigint not null
);
create index request_command_by_key on steward.request_command (request_key);

create table steward.node_totals (
    node varchar(63) primary key,
    queued bigint not null,
    running bigint not null,
    succeeded bigint not null,
    failed bigint not null,
    last_command_id uuid,
    last_method varchar(63),
    last_domain varchar(63),
    last_status varchar(20),
    last_exit_code int,
    last_finished_at timestamp(9) with time zone
);

create table steward.status_totals (
    stream varchar(100) not null,
    status varchar(20) not null,
    commands bigint not null,
    primary key (stream, status)
);

-- What contradicts the log so far (conflict) or speaks of a command that it does not hold (orphan).
create table steward.doubt (
    stream varchar(100) not null,
    log_seq bigint not null,
    kind varchar(20) not null,
    command_id uuid not null,
    node varchar(63) not null,
    status varchar(20) not null,
    recorded_at timestamp(9) with time zone not null,
    primary key (stream, log_seq)
);

-- From NODES.

create table steward.node (
    node varchar(63) primary key,
    first_seen timestamp(9) with time zone not null,
    enrolled_at timestamp(9) with time zone,
    enrolled_by varchar,
    agent_version varchar,
    journal_id varchar,
    boot_id varchar,
    agent_started_at timestamp(9) with time zone,
    processes varchar,
    os varchar,
    arch varchar,
    labels json,
    facts varchar,
    connection_at timestamp(9) with time zone,
    connection_online boolean,
    connection_reason varchar
);

-- place: log_seq * 2^20 + ordinal within the entry.
create table steward.node_change (
    place bigint primary key,
    node varchar(63) not null,
    changed varchar not null,
    old_value varchar,
    new_value varchar,
    at timestamp(9) with time zone not null,
    recorded_at timestamp(9) with time zone not null,
    log_seq bigint not null
);
create index node_change_by_node on steward.node_change (node, place);

-- From EVENTS. A bucket is what is bounded together: a node's subject, or the output of all its commands.

create table steward.event (
    seq bigint primary key,
    node varchar(63) not null,
    method varchar(63) not null,
    domain varchar(63) not null,
    at timestamp(9) with time zone not null,
    bucket varchar(130) not null,
    ordinal bigint not null,
    body varchar not null
);
create index event_by_bucket on steward.event (node, bucket, ordinal);

create table steward.event_bucket (
    node varchar(63) not null,
    bucket varchar(130) not null,
    ordinal bigint not null,
    primary key (node, bucket)
);

-- From PRESENCE. Hints with an age, never part of what a rebuild must bring back.

create table steward.presence (
    node varchar(63) primary key,
    heartbeat_at timestamp(9) with time zone,
    heartbeat_recorded_at timestamp(9) with time zone,
    heartbeat_until timestamp(9) with time zone,
    leaving boolean,
    boot_id varchar,
    uptime varchar,
    queued bigint,
    running bigint,
    outbox bigint,
    dropped bigint,
    hint_at timestamp(9) with time zone,
    hint_online boolean,
    hint_reason varchar
);
