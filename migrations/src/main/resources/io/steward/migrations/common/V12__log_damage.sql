-- How many entries between its first and its last a stream is known to lack, and whether a repair of it was begun and
-- not finished.

alter table steward.position add column lacking bigint default 0 not null;
alter table steward.position add column repairing boolean default false not null;
