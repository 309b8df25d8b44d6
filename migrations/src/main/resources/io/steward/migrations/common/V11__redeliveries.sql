-- Deliveries that an agent had been given before, since it started.

alter table steward.presence add column redelivered bigint;
