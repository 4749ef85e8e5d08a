-- The clock is not believed after a jump until somebody of the staff has typed today's date. Bank 0: a computer has one clock for all its banks.

create table clock_watch (
  bank         integer not null primary key check (bank = 0),
  seen_at      integer not null,
  overruled_at integer not null,
  believes_all integer not null check (believes_all in (0, 1))
) strict;

create table clock_confirmations (
  bank         integer not null check (bank = 0),
  number       integer not null check (number > 0),
  last_at      integer not null,
  confirmed_at integer not null,
  actor        text    not null,
  primary key (bank, number)
) strict, without rowid;

-- Where each book stood then: what was written since can be told, whatever times it carries.
create table clock_heads (
  bank         integer not null references books (bank),
  confirmation integer not null,
  entry        integer not null check (entry >= 0),
  primary key (bank, confirmation)
) strict, without rowid;

create trigger clock_confirmations_no_update before update on clock_confirmations begin select raise(abort, 'clock_confirmations is append-only'); end;
create trigger clock_confirmations_no_delete before delete on clock_confirmations begin select raise(abort, 'clock_confirmations is append-only'); end;
create trigger clock_heads_no_update before update on clock_heads begin select raise(abort, 'clock_heads is append-only'); end;
create trigger clock_heads_no_delete before delete on clock_heads begin select raise(abort, 'clock_heads is append-only'); end;

-- Somebody of the staff says that the clock is right, and an administrator where the jump is longer than a year.
create trigger clock_confirmations_by_staff before insert on clock_confirmations when not exists (
  select 1 from staff s join staff_grants g on g.staff = s.number
  where 'staff:' || s.number = new.actor and s.ended_at is null
    and (g.role = 1 or (new.confirmed_at - new.last_at <= 31536000000 and new.last_at - new.confirmed_at <= 31536000000))) begin select raise(abort, 'clock_confirmations: somebody of the staff confirms the clock, above a year an administrator'); end;

-- One entry that leaps ahead would stamp every later entry of its book. No entry lies more than 31 days after all that was seen.
create trigger entries_no_leap before insert on entries when exists (select 1 from clock_watch where believes_all = 0 and seen_at + 2678400000 < new.recorded_at)
  and not exists (select 1 from books where recorded_at + 2678400000 >= new.recorded_at) begin select raise(abort, 'entries: the clock leaps ahead and nobody has confirmed it'); end;

-- A window ends before its time by a decision with its document, which one person proposes and another confirms; the end of the day after is the earliest.
create table notice_end_proposals (
  bank        integer not null,
  notice      integer not null,
  sequence    integer not null check (sequence > 0),
  proposed_on text    not null check (length(proposed_on) = 10),
  document    text    not null check (length(document) > 0),
  reason      text    not null check (length(reason) > 0),
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, notice, sequence),
  foreign key (bank, notice) references notices (bank, number)
) strict, without rowid;

alter table notice_changes add column document text not null default '';
alter table notice_changes add column proposed_by text not null default '';

create trigger notice_end_proposals_no_update before update of bank, notice, sequence, proposed_on, recorded_at, actor on notice_end_proposals begin select raise(abort, 'notice_end_proposals is append-only'); end;
create trigger notice_end_proposals_no_delete before delete on notice_end_proposals begin select raise(abort, 'notice_end_proposals is append-only'); end;
drop trigger notice_changes_no_update;
create trigger notice_changes_no_update before update of bank, notice, sequence, kind, closes_on, recorded_at, actor, proposed_by on notice_changes begin select raise(abort, 'notice_changes is append-only'); end;

create trigger notice_changes_ended_by_two before insert on notice_changes when new.kind = 'ended' and (length(new.document) = 0 or not exists (
  select 1 from notice_end_proposals p where p.bank = new.bank and p.notice = new.notice and p.actor = new.proposed_by and p.actor <> new.actor and p.proposed_on < new.closes_on)) begin select raise(abort, 'notice_changes: an early end has a document, another person confirms what one has proposed, and the next day is the earliest'); end;

-- A credit that was reversed after the year's end took some of its points with it: what had expired of them goes back first, so that it is not taken twice.
create table year_expiry_returns (
  bank        integer not null,
  year        integer not null,
  sequence    integer not null,
  household   integer not null,
  reversed    integer not null,
  points      integer not null check (points > 0),
  entry       integer not null,
  recorded_at integer not null,
  primary key (bank, year, sequence, household, reversed),
  foreign key (bank, year, sequence, household) references year_expiries (bank, year, sequence, household),
  foreign key (bank, reversed) references entries (bank, number),
  foreign key (bank, entry) references entries (bank, number)
) strict, without rowid;

create unique index year_expiry_returns_by_entry on year_expiry_returns (bank, entry);

create trigger year_expiry_returns_no_update before update on year_expiry_returns begin select raise(abort, 'year_expiry_returns is append-only'); end;
create trigger year_expiry_returns_no_delete before delete on year_expiry_returns begin select raise(abort, 'year_expiry_returns is append-only'); end;
create trigger year_expiry_returns_within before insert on year_expiry_returns when new.points + (select coalesce(sum(r.points), 0) from year_expiry_returns r
    where r.bank = new.bank and r.year = new.year and r.sequence = new.sequence and r.household = new.household)
  > (select e.expired from year_expiries e where e.bank = new.bank and e.year = new.year and e.sequence = new.sequence and e.household = new.household) begin select raise(abort, 'year_expiry_returns: no more goes back than expired'); end;
