-- The documents' generations: which one answers in every process (generation_now, one row), and what there is to go back to.

create table generations (
  number bigint primary key,
  after bigint,
  facts jsonb not null,
  bytes bigint not null,
  sha256 text not null
);

create table generation_parts (
  number bigint not null,
  part int not null,
  content bytea not null,
  primary key (number, part)
);

create table generation_now (
  one boolean primary key default true check (one),
  -- Counted up whenever another one is put in place.
  change bigint not null,
  -- The highest number there ever was.
  last bigint not null,
  current bigint,
  pinned boolean not null
);

insert into generation_now (change, last, pinned) values (0, 0, false);
