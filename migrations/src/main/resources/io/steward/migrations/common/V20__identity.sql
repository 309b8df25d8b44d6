-- From AUDIT: which key each node's name belongs to.
create table steward.node_identity (
    node varchar(63) primary key,
    public_key varchar(100),
    box_key varchar(100),
    fingerprint varchar(100),
    enrolled_at timestamp(9) with time zone,
    expires_at timestamp(9) with time zone,
    revoked_at timestamp(9) with time zone,
    enrolled_by varchar not null,
    log_seq bigint not null
);

-- One-time tokens by the hash that is all that is kept of them; used_by: the key of who used it.
create table steward.enrolment_token (
    token_hash varchar(64) primary key,
    node varchar(63) not null,
    made_by varchar not null,
    made_at timestamp(9) with time zone not null,
    expires_at timestamp(9) with time zone not null,
    replaces boolean not null,
    used_by varchar(100),
    log_seq bigint not null
);

-- The newest approval of each node, until it is enrolled.
create table steward.enrolment_approval (
    node varchar(63) primary key,
    fingerprint varchar(100) not null,
    approved_by varchar not null,
    approved_at timestamp(9) with time zone not null,
    log_seq bigint not null
);

-- Machines that asked for a name that is another one's; the newest time of each.
create table steward.enrolment_claim (
    node varchar(63) not null,
    fingerprint varchar(100) not null,
    claimed_from varchar not null,
    at timestamp(9) with time zone not null,
    log_seq bigint not null,
    primary key (node, fingerprint)
);

create view public.node_identity as
select node, public_key, box_key, fingerprint, enrolled_at, expires_at, revoked_at, enrolled_by
from steward.node_identity;

create view public.enrolment_token as
select token_hash, node, made_by, made_at, expires_at, replaces, used_by
from steward.enrolment_token;

create view public.enrolment_approval as
select node, fingerprint, approved_by, approved_at
from steward.enrolment_approval;

create view public.enrolment_claim as
select node, fingerprint, claimed_from, at
from steward.enrolment_claim;
