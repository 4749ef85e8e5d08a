-- Closed years: standing as it was frozen, points carried over, points expired.

-- A close of a year, with the head and the settings it was made under. A year is closed anew after its close was undone.
create table year_closes (
  bank        integer not null references banks (bank),
  year        integer not null,
  sequence    integer not null check (sequence > 0),
  head_entry  integer not null check (head_entry >= 0),
  head_code   text    not null,
  star_step   integer not null check (star_step > 0),
  veto_from   integer not null check (veto_from > 0),
  veto_most   integer not null check (veto_most between 0 and 5),
  households  integer not null check (households >= 0),
  carry_over  integer check (carry_over >= 0), -- null where nothing expires
  expires_on  text    not null check (length(expires_on) = 10),
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, year, sequence)
) strict, without rowid;

create trigger year_closes_once before insert on year_closes
  when exists (select 1 from year_closes c where c.bank = new.bank and c.year = new.year and not exists (select 1 from year_undoings u
    where u.bank = c.bank and u.year = c.year and u.sequence = c.sequence))
  begin select raise(abort, 'a year is closed once'); end;
create trigger year_closes_no_update before update on year_closes begin select raise(abort, 'year_closes is append-only'); end;
create trigger year_closes_no_delete before delete on year_closes begin select raise(abort, 'year_closes is append-only'); end;

-- A household's standing of a closed year, as the journal had it up to the head: equal standings share a rank, the next rank counts them
-- all.
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

create trigger year_standings_no_update before update on year_standings begin select raise(abort, 'year_standings is append-only'); end;
create trigger year_standings_no_delete before delete on year_standings begin select raise(abort, 'year_standings is append-only'); end;

-- What became of a household's points of the closed year. Of a close that stands alone, and no more than that carries over.
create table year_expiries (
  bank        integer not null,
  year        integer not null,
  sequence    integer not null,
  household   integer not null,
  balance     integer not null check (balance >= 0), -- what it had left of them
  held        integer not null check (held >= 0), -- what of that waits in holds
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

create trigger year_expiries_no_update before update on year_expiries begin select raise(abort, 'year_expiries is append-only'); end;
create trigger year_expiries_no_delete before delete on year_expiries begin select raise(abort, 'year_expiries is append-only'); end;
create trigger year_expiries_of_a_close before insert on year_expiries
  when not exists (select 1 from year_closes c where c.bank = new.bank and c.year = new.year and c.sequence = new.sequence
    and new.carried <= c.carry_over
    and not exists (select 1 from year_undoings u where u.bank = c.bank and u.year = c.year and u.sequence = c.sequence))
  begin select raise(abort, 'points are carried over after a close that stands, and no more than it lets'); end;
create trigger year_expiries_by_their_entry before insert on year_expiries
  when new.entry is not null and not exists (select 1 from entries e where e.bank = new.bank and e.number = new.entry
    and e.source = 'year_end:' || new.year)
  begin select raise(abort, 'the entry of a year end says which year'); end;

-- A credit that was reversed after the year's end took some of its points with it: what had expired of them goes back first, so that it
-- is not taken twice. Never more goes back than expired.
create table year_expiry_returns (
  bank        integer not null,
  year        integer not null,
  sequence    integer not null,
  household   integer not null,
  reversed    integer not null, -- the credit that was reversed
  points      integer not null check (points > 0),
  entry       integer not null,
  recorded_at integer not null,
  primary key (bank, year, sequence, household, reversed),
  foreign key (bank, year, sequence, household) references year_expiries (bank, year, sequence, household),
  foreign key (bank, reversed) references entries (bank, number),
  foreign key (bank, entry) references entries (bank, number)
) strict, without rowid;

create unique index year_expiry_returns_by_entry on year_expiry_returns (bank, entry);

create trigger year_expiry_returns_no_update before update on year_expiry_returns
  begin select raise(abort, 'year_expiry_returns is append-only'); end;
create trigger year_expiry_returns_no_delete before delete on year_expiry_returns
  begin select raise(abort, 'year_expiry_returns is append-only'); end;
create trigger year_expiry_returns_within before insert on year_expiry_returns
  when new.points + (select coalesce(sum(r.points), 0) from year_expiry_returns r
    where r.bank = new.bank and r.year = new.year and r.sequence = new.sequence and r.household = new.household)
  > (select e.expired from year_expiries e where e.bank = new.bank and e.year = new.year and e.sequence = new.sequence
    and e.household = new.household)
  begin select raise(abort, 'year_expiry_returns: no more goes back than expired'); end;

-- A close was undone, and why.
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

create trigger year_undoings_no_delete before delete on year_undoings begin select raise(abort, 'year_undoings is append-only'); end;
create trigger year_undoings_no_update before update of bank, year, sequence, recorded_at, actor on year_undoings
  begin select raise(abort, 'year_undoings is append-only'); end;
