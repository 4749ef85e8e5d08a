-- A household that is no more, and a year that is closed: its standing frozen, what is carried on and what expires.

create table household_ends (
  bank        integer not null,
  household   integer not null,
  ended_on    text    not null check (length(ended_on) = 10),
  kind        text    not null check (kind in ('merged', 'moved', 'left')),
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, household),
  foreign key (bank, household) references households (bank, number)
) strict, without rowid;

-- A close of a year, with the settings it was made under; a year is closed anew after its close was undone. carry_over is null where nothing expires.
create table year_closes (
  bank          integer not null references banks (bank),
  year          integer not null,
  sequence      integer not null check (sequence > 0),
  head_entry    integer not null check (head_entry >= 0),
  head_code     text    not null,
  star_step     integer not null check (star_step > 0),
  veto_from     integer not null check (veto_from > 0),
  veto_most     integer not null check (veto_most between 0 and 5),
  households    integer not null check (households >= 0),
  carry_over    integer check (carry_over >= 0),
  expires_on    text    not null check (length(expires_on) = 10),
  recorded_at   integer not null,
  actor         text    not null,
  primary key (bank, year, sequence)
) strict, without rowid;

-- Every household's standing of a closed year, as the journal had it up to the head: equal standings share a rank, the next rank counts them all.
create table year_standings (
  bank      integer not null,
  year      integer not null,
  sequence  integer not null,
  household integer not null,
  standing  integer not null,
  rank      integer not null check (rank > 0),
  stars     integer not null check (stars between 0 and 5),
  primary key (bank, year, sequence, household),
  foreign key (bank, year, sequence) references year_closes (bank, year, sequence),
  foreign key (bank, household) references households (bank, number)
) strict, without rowid;

create index year_standings_by_rank on year_standings (bank, year, sequence, rank, household);

-- What became of a household's points of the closed year: what it had left of them, what of that waits in holds, is carried on and expires, and by which entry.
create table year_expiries (
  bank        integer not null,
  year        integer not null,
  sequence    integer not null,
  household   integer not null,
  balance     integer not null check (balance >= 0),
  held        integer not null check (held >= 0),
  carried     integer not null check (carried >= 0),
  expired     integer not null check (expired >= 0),
  entry       integer,
  recorded_at integer not null,
  primary key (bank, year, sequence, household),
  check (balance = held + carried + expired),
  check ((entry is null) = (carried + expired = 0)),
  foreign key (bank, year, sequence, household) references year_standings (bank, year, sequence, household),
  foreign key (bank, entry) references entries (bank, number)
) strict, without rowid;

create unique index year_expiries_by_entry on year_expiries (bank, entry) where entry is not null;

create table year_undoings (
  bank        integer not null,
  year        integer not null,
  sequence    integer not null,
  reason      text    not null check (length(reason) > 0),
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, year, sequence),
  foreign key (bank, year, sequence) references year_closes (bank, year, sequence)
) strict, without rowid;

create trigger household_ends_no_update before update on household_ends begin select raise(abort, 'household_ends is append-only'); end;
create trigger household_ends_no_delete before delete on household_ends begin select raise(abort, 'household_ends is append-only'); end;
create trigger year_closes_once before insert on year_closes when exists (select 1 from year_closes c where c.bank = new.bank and c.year = new.year and not exists (select 1 from year_undoings u where u.bank = c.bank and u.year = c.year and u.sequence = c.sequence)) begin select raise(abort, 'a year is closed once'); end;
create trigger year_closes_no_update before update on year_closes begin select raise(abort, 'year_closes is append-only'); end;
create trigger year_closes_no_delete before delete on year_closes begin select raise(abort, 'year_closes is append-only'); end;
create trigger year_standings_no_update before update on year_standings begin select raise(abort, 'year_standings is append-only'); end;
create trigger year_standings_no_delete before delete on year_standings begin select raise(abort, 'year_standings is append-only'); end;
create trigger year_expiries_no_update before update on year_expiries begin select raise(abort, 'year_expiries is append-only'); end;
create trigger year_expiries_no_delete before delete on year_expiries begin select raise(abort, 'year_expiries is append-only'); end;
create trigger year_undoings_no_update before update on year_undoings begin select raise(abort, 'year_undoings is append-only'); end;
create trigger year_undoings_no_delete before delete on year_undoings begin select raise(abort, 'year_undoings is append-only'); end;
