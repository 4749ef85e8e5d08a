-- The clock is not believed after a jump until somebody of the staff has typed today's date. A computer has one clock for all its banks,
-- so its rows carry the bank 0. Recorded times never go back, so nothing may leap ahead unasked.

-- When the program was last up: one row, written once an hour at most.
create table clock_watch (
  bank         integer not null primary key check (bank = 0),
  seen_at      integer not null, -- when it was last up
  overruled_at integer not null, -- recorded times up to it do not speak against the clock
  believes_all integer not null check (believes_all in (0, 1)) -- any clock is believed: the demo
) strict;

-- A member of staff typed today's date after a jump; above a year an administrator.
create table clock_confirmations (
  bank         integer not null check (bank = 0),
  number       integer not null check (number > 0),
  last_at      integer not null, -- the last moment known before
  confirmed_at integer not null, -- what the clock said
  actor        text    not null,
  primary key (bank, number)
) strict, without rowid;

create trigger clock_confirmations_no_update before update on clock_confirmations
  begin select raise(abort, 'clock_confirmations is append-only'); end;
create trigger clock_confirmations_no_delete before delete on clock_confirmations
  begin select raise(abort, 'clock_confirmations is append-only'); end;
-- A member of staff says that the clock is right, and an administrator where the jump is longer than a year.
create trigger clock_confirmations_by_staff before insert on clock_confirmations
  when not exists (
  select 1 from staff s join staff_grants g on g.staff = s.number
  where 'staff:' || s.number = new.actor and s.ended_at is null
    and (g.role = 1 or (new.confirmed_at - new.last_at <= 31536000000 and new.last_at - new.confirmed_at <= 31536000000)))
  begin select raise(abort, 'clock_confirmations: somebody of the staff confirms the clock, above a year an administrator'); end;

-- Where each book stood at a confirmation: what was written since is told by these numbers, whatever times it carries.
create table clock_heads (
  bank         integer not null references books (bank),
  confirmation integer not null,
  entry        integer not null check (entry >= 0),
  work         integer not null default 0, -- the last of clock_works then
  publication  integer not null default 0, -- the last of board_publications then
  run          integer not null default 0, -- the last of retention_runs then
  primary key (bank, confirmation)
) strict, without rowid;

create trigger clock_heads_no_update before update on clock_heads begin select raise(abort, 'clock_heads is append-only'); end;
create trigger clock_heads_no_delete before delete on clock_heads begin select raise(abort, 'clock_heads is append-only'); end;

-- What the clock let lapse or ended by itself, in order: a wrong day is told by these numbers, whatever times it left.
create table clock_works (
  bank    integer not null references books (bank),
  number  integer not null check (number > 0),
  kind    text    not null check (kind in ('hold', 'suspension')),
  subject integer not null, -- the number of the hold or suspension
  primary key (bank, number),
  unique (bank, kind, subject)
) strict, without rowid;

create trigger clock_works_no_update before update on clock_works begin select raise(abort, 'clock_works is append-only'); end;
create trigger clock_works_no_delete before delete on clock_works begin select raise(abort, 'clock_works is append-only'); end;

-- What this file adds to tables of files before it.

-- One entry that leaps ahead would stamp every later entry of its book. No entry lies more than 31 days after all that was seen.
create trigger entries_no_leap before insert on entries
  when exists (select 1 from clock_watch where believes_all = 0 and seen_at + 2678400000 < new.recorded_at)
  and not exists (select 1 from books where recorded_at + 2678400000 >= new.recorded_at)
  begin select raise(abort, 'entries: the clock leaps ahead and nobody has confirmed it'); end;
