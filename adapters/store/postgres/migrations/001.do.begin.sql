-- The ledger. `entries` is its history, for ever: every change as it was sealed, and the chain of hashes that ties them.
-- All the rest is what these fold to, kept so that nobody has to read them all. Whatever is personal is in `sealed`
-- (AES-256-GCM, with the key of its person), in a sealed part of `entry`, or in `files.bytes`. Names that could tell who
-- somebody is (a message, a chat) stand here as pseudonyms. Instants are text, ISO 8601 in UTC with milliseconds, and
-- sort as text.

create table meta (
  name text primary key,
  value text not null
);

create table head (
  one boolean primary key default true check (one),
  place bigint not null,
  hash text not null
);
insert into head (place, hash) values (0, repeat('0', 64));

-- `place` counts from 1 in the order of the commits; `hash` is the sha256 of the hash before it and the entry, in hexadecimal.
create table entries (
  place bigint primary key,
  at text,
  kind text not null,
  -- The process that wrote it.
  instance text not null default '',
  entry text not null,
  hash text not null
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% of % is refused: the history of the ledger is only added to', lower(tg_op), tg_table_name
    using errcode = 'integrity_constraint_violation';
end $$;
create trigger entries_stay before update or delete on entries for each row execute function refuse_change();
create trigger entries_stay_all before truncate on entries for each statement execute function refuse_change();

-- Which entries hold events of an appeal.
create table appeal_entries (
  number text collate "C" not null,
  place bigint not null,
  primary key (number, place)
);

-- The key of each person, wrapped by the master key, or when it was destroyed.
create table keys (
  id text primary key,
  person text collate "C" not null,
  wrapped text,
  erased text,
  check ((wrapped is null) <> (erased is null))
);
create unique index keys_in_use on keys (person) where erased is null;
create index keys_of_person on keys (person);

create table files (
  name text collate "C" primary key,
  bytes bytea not null
);

-- Messages that were committed in the last thirteen months; `attempt` tells a commit that came back unknown from another's.
create table messages (
  key text collate "C" primary key,
  month text collate "C" not null,
  attempt text not null
);
create index messages_by_month on messages (month);

-- People, conversations, gaps, answers of staff, pushes, staff, places, what was sent, cards, and what had no room.
create table records (
  kind text collate "C" not null,
  id text collate "C" not null,
  version integer not null,
  -- Whose key seals it, where it is a person's.
  subject text collate "C",
  -- A month or a day, for what is forgotten in time.
  since text collate "C",
  -- What it is looked up by: a gap's group, the appeal that a message was about, whether a person left a profile.
  tag text collate "C",
  -- JSON, kept as it is.
  open text not null,
  sealed bytea,
  primary key (kind, id)
);
create index records_of_subject on records (subject) where subject is not null;
create index records_by_time on records (kind, since) where since is not null;
create index records_by_tag on records (kind, tag) where tag is not null;

create table appeals (
  number text collate "C" primary key,
  version integer not null,
  subject text collate "C" not null,
  state text not null,
  kind text not null,
  category text not null,
  area text,
  unit text not null,
  co text[] not null,
  against text[] not null,
  -- Its matter is for few eyes.
  confided boolean not null,
  dispatched boolean not null,
  pending boolean not null,
  handler text,
  -- Days in Shanghai.
  registered_on text collate "C" not null,
  closed_on text collate "C",
  updated_at text collate "C" not null,
  -- Its earliest deadline, when it was registered, its number: the order of lists.
  urgency text collate "C" not null,
  -- When something is next to be told of a deadline, and who has been handed that until when.
  alarm_at text collate "C",
  leased_by text,
  leased_until text collate "C",
  -- The public half as JSON, kept as it is.
  open text not null,
  sealed bytea
);
create index appeals_of_subject on appeals (subject);
create index appeals_by_state on appeals (state, urgency);
create index appeals_by_unit on appeals (unit, urgency);
create index appeals_by_urgency on appeals (urgency);
create index appeals_by_registration on appeals (registered_on);
create index appeals_by_end on appeals (closed_on) where closed_on is not null;
create index appeals_by_alarm on appeals (alarm_at) where alarm_at is not null;

-- Whoever holds the row of an address may change its line in the outbox. Addresses are pseudonyms.
create table addresses (
  address text collate "C" primary key,
  channel text not null,
  -- When the head of its line may be claimed, null where there is none, and how old that is.
  ready_at text collate "C",
  first bigint not null default 0,
  -- Who alone may claim it until then, having just committed to it.
  owner text,
  owned_until text collate "C"
);
create index addresses_ready on addresses (channel, first) where ready_at is not null;

-- Of each instance that puts rows in the outbox, a thousand places at a time.
create sequence outbox_order minvalue 1000 start 1000 increment 1000;

create table outbox (
  key text collate "C" primary key,
  address text collate "C" not null references addresses,
  subject text collate "C" not null,
  -- The pseudonym of the card that it is.
  card text collate "C",
  -- The appeal that it is about.
  about text collate "C",
  parked boolean not null,
  -- From when on it counts as waiting (null where it does not: it is being sent, or was given up), since when, or since
  -- when it is given up; and why.
  waits_from text collate "C",
  since text collate "C" not null,
  why text,
  -- Its place in its line; until when it is passed over, as it keeps the quiet hours.
  rank bigint not null,
  not_before text collate "C",
  -- The order of creation, attempts, when it is tried again and why it failed, as JSON.
  open text not null,
  -- What is known of it while it is under way: leases and waits (row.ts), as JSON; and the instance that wrote that.
  keeping text,
  kept_by text,
  sealed bytea not null
);
create index outbox_of_address on outbox (address, rank);
create index outbox_later on outbox (address, not_before) where not parked and not_before is not null;
create index outbox_under_way on outbox (address) where keeping is not null;
create index outbox_of_subject on outbox (subject);
create index outbox_of_card on outbox (card) where card is not null;
create index outbox_about on outbox (about) where about is not null;
create index outbox_parked on outbox (since) where parked;
create index outbox_kept on outbox (kept_by) where kept_by is not null;
