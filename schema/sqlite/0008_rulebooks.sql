-- Deeds and their points, in versions. A version is in force once it was decided: adopted by one person alone until the book's first
-- entry, confirmed by another person afterwards. One that waits or was refused never is.

-- A version of the rulebook and its first day.
create table rulebooks (
  bank        integer not null references banks (bank),
  version     integer not null check (version > 0),
  title       text    not null,
  mode        text    not null check (mode in ('sixty', 'red-yellow')),
  valid_from  text    not null check (length(valid_from) = 10),
  adopted_by  text    not null,
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, version)
) strict, without rowid;

create trigger rulebooks_no_update before update on rulebooks begin select raise(abort, 'rulebooks is append-only'); end;
create trigger rulebooks_no_delete before delete on rulebooks begin select raise(abort, 'rulebooks is append-only'); end;

-- An item of a version.
create table rules (
  bank       integer not null,
  version    integer not null,
  position   integer not null check (position > 0),
  code       text    not null,
  class_zh   text    not null,
  class_en   text    not null,
  item_zh    text    not null,
  item_en    text    not null,
  kind       text    not null check (kind in ('credit', 'deduct')),
  basis      text    not null check (basis in ('per_event', 'per_hour', 'per_month', 'per_year')),
  points     integer not null check (points > 0),
  cap_period text    not null check (cap_period in ('none', 'month', 'year')),
  cap_points integer not null check (cap_points >= 0),
  evidence   text    not null,
  direct     integer not null check (direct in (0, 1)),
  ordinary   integer not null check (ordinary in (0, 1)),
  posted     integer not null check (posted in (0, 1)),
  primary key (bank, version, position),
  unique (bank, version, code),
  foreign key (bank, version) references rulebooks (bank, version),
  check ((cap_period = 'none') = (cap_points = 0))
) strict, without rowid;

create trigger rules_no_update before update on rules begin select raise(abort, 'rules is append-only'); end;
create trigger rules_no_delete before delete on rules begin select raise(abort, 'rules is append-only'); end;
create trigger rules_undecided before insert on rules
  when exists (select 1 from rulebook_decisions d where d.bank = new.bank and d.version = new.version)
  begin select raise(abort, 'a rulebook that was decided gets no more rules'); end;

-- The decision on a version: one person adopted it alone before the book's first entry, another person confirmed it no later than its
-- first day, or it was refused.
create table rulebook_decisions (
  bank        integer not null,
  version     integer not null,
  kind        text    not null check (kind in ('alone', 'confirmed', 'refused')),
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, version),
  foreign key (bank, version) references rulebooks (bank, version)
) strict, without rowid;

create trigger rulebook_decisions_by_another before insert on rulebook_decisions
  when new.kind = 'confirmed' and exists (
    select 1 from rulebooks r where r.bank = new.bank and r.version = new.version and r.actor = new.actor)
  begin select raise(abort, 'who proposed a rulebook does not confirm it'); end;
-- The day is the village's, eight hours ahead.
create trigger rulebook_decisions_not_late before insert on rulebook_decisions
  when new.kind = 'confirmed' and exists (
    select 1 from rulebooks r where r.bank = new.bank and r.version = new.version
      and r.valid_from < date(new.recorded_at / 1000 + 28800, 'unixepoch'))
  begin select raise(abort, 'a rulebook is not confirmed after its first day'); end;
create trigger rulebook_decisions_alone_at_first before insert on rulebook_decisions
  when new.kind = 'alone' and (
    not exists (select 1 from rulebooks r where r.bank = new.bank and r.version = new.version and r.actor = new.actor)
    or exists (select 1 from entries e where e.bank = new.bank))
  begin select raise(abort, 'one person adopts a rulebook only before the first entry'); end;
create trigger rulebook_decisions_no_update before update on rulebook_decisions
  begin select raise(abort, 'rulebook_decisions is append-only'); end;
create trigger rulebook_decisions_no_delete before delete on rulebook_decisions
  begin select raise(abort, 'rulebook_decisions is append-only'); end;
create trigger rulebook_decisions_by_own_right before insert on rulebook_decisions
  when new.kind = 'confirmed' and exists (select 1 from rulebooks p
    join staff_changes c on c.actor = p.actor and c.recorded_at > p.recorded_at and new.actor = 'staff:' || c.staff
    where p.bank = new.bank and p.version = new.version)
  begin select raise(abort, 'whom the proposer made staff since does not confirm it'); end;
