-- Seals: from time to time all that counts is put under one digest, which stands on papers outside the house. hashes.md in the folder
-- above specifies it.

-- A seal. The digest is of all other fields and of the seal's parts. Bank 0 is for what belongs to no bank.
create table seals (
  bank      integer not null,
  number    integer not null check (number > 0),
  made_at   integer not null,
  cause     text    not null check (cause in ('day', 'asked', 'publication', 'backup', 'year')),
  entry     integer not null check (entry >= 0),
  head      blob    not null check (length(head) = 32),
  migration integer not null check (migration > 0),
  catalogue blob    not null check (length(catalogue) = 32),
  outside   blob    not null check (length(outside) = 32),
  previous  blob    not null check (length(previous) = 32),
  digest    blob    not null check (length(digest) = 32),
  actor     text    not null,
  primary key (bank, number)
) strict, without rowid;

create trigger seals_follow_each_other before insert on seals
  when new.number <> 1 + coalesce((select max(s.number) from seals s where s.bank = new.bank), 0)
    or exists (select 1 from seals s where s.bank = new.bank and s.number = new.number - 1 and s.digest <> new.previous)
  begin select raise(abort, 'a seal follows the one before it'); end;
create trigger seals_no_update before update on seals begin select raise(abort, 'seals is append-only'); end;
create trigger seals_no_delete before delete on seals begin select raise(abort, 'seals is append-only'); end;

-- What of a part of a table is new in a seal, and how many rows of it were sealed by then. A part without news has no row.
create table seal_parts (
  bank   integer not null,
  seal   integer not null,
  part   text    not null,
  rows   integer not null check (rows >= 0), -- sealed by then in all
  upto   integer not null, -- the last key; 0 where rows are told one by one
  digest blob    not null check (length(digest) = 32),
  primary key (bank, seal, part),
  foreign key (bank, seal) references seals (bank, number)
) strict, without rowid;

create trigger seal_parts_no_update before update on seal_parts begin select raise(abort, 'seal_parts is append-only'); end;
create trigger seal_parts_no_delete before delete on seal_parts begin select raise(abort, 'seal_parts is append-only'); end;

-- A row that comes in no order, sealed by itself: its digest as it was then, null when it was gone. The salt goes with the words that
-- were erased.
create table seal_rows (
  bank   integer not null,
  part   text    not null,
  key    text    not null,
  seal   integer not null,
  digest blob    check (length(digest) = 32),
  salt   blob    check (length(salt) = 16),
  primary key (bank, part, key, seal),
  foreign key (bank, seal) references seals (bank, number)
) strict, without rowid;

create trigger seal_rows_no_update before update of bank, part, key, seal, digest on seal_rows
  begin select raise(abort, 'seal_rows is append-only'); end;
create trigger seal_rows_forget_the_salt before update of salt on seal_rows
  when new.salt is not null
  begin select raise(abort, 'a salt is only forgotten'); end;
create trigger seal_rows_no_delete before delete on seal_rows begin select raise(abort, 'seal_rows is append-only'); end;
