-- Households that split, merge, move or leave, as a meeting decided: what went with them, and by which entries.

-- The other household is the one that receives; it is of another bank where a household moves there. Points, standing and minutes are what went.
create table household_changes (
  bank            integer not null references banks (bank),
  number          integer not null check (number > 0),
  kind            text    not null check (kind in ('split', 'merge', 'move', 'leave')),
  household       integer not null,
  other_bank      integer,
  other_household integer,
  points          integer not null,
  merit           integer not null,
  year            integer not null,
  reason          text    not null check (length(reason) > 0),
  decided_by      text    not null check (length(decided_by) > 0),
  document        text    not null,
  changed_on      text    not null check (length(changed_on) = 10),
  entry           integer,
  other_entry     integer,
  recorded_at     integer not null,
  actor           text    not null,
  primary key (bank, number),
  foreign key (bank, household) references households (bank, number),
  foreign key (other_bank, other_household) references households (bank, number),
  foreign key (bank, entry) references entries (bank, number),
  foreign key (other_bank, other_entry) references entries (bank, number),
  check ((other_bank is null) = (other_household is null)),
  check (kind not in ('split', 'merge') or other_bank = bank),
  check (other_entry is null or other_bank <> bank)
) strict, without rowid;

create index household_changes_by_household on household_changes (bank, household);
create index household_changes_by_other on household_changes (other_bank, other_household);
create unique index household_changes_by_entry on household_changes (bank, entry) where entry is not null;
create unique index household_changes_by_other_entry on household_changes (other_bank, other_entry) where other_entry is not null;

-- Who went. In another bank they have another number, and their minutes went there.
create table household_change_members (
  bank         integer not null,
  change       integer not null,
  member       integer not null,
  other_member integer,
  minutes      integer not null check (minutes >= 0),
  primary key (bank, change, member),
  foreign key (bank, change) references household_changes (bank, number),
  foreign key (bank, member) references members (bank, number)
) strict, without rowid;

create trigger household_changes_no_update before update of bank, number, kind, household, other_bank, other_household, points, merit, year, decided_by, document, changed_on, entry, other_entry, recorded_at, actor on household_changes begin select raise(abort, 'household_changes is append-only'); end;
create trigger household_changes_no_delete before delete on household_changes begin select raise(abort, 'household_changes is append-only'); end;
create trigger household_change_members_no_update before update on household_change_members begin select raise(abort, 'household_change_members is append-only'); end;
create trigger household_change_members_no_delete before delete on household_change_members begin select raise(abort, 'household_change_members is append-only'); end;
-- Whoever ended has no passbook, and gets none.
create trigger household_ends_without_passbook before insert on household_ends when exists (select 1 from passbooks p where p.bank = new.bank and p.household = new.household and p.ended_at is null) begin select raise(abort, 'a household ends without a passbook'); end;
create trigger passbooks_of_the_living before insert on passbooks when exists (select 1 from household_ends x where x.bank = new.bank and x.household = new.household) begin select raise(abort, 'a household that ended gets no passbook'); end;
