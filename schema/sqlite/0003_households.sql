-- Households and their members; passbooks, cards and prints; households that split, merge, move or leave, as a meeting decided.

-- A villagers' group.
create table village_groups (
  bank   integer not null references banks (bank),
  number integer not null check (number > 0),
  name   text    not null,
  primary key (bank, number),
  unique (bank, name)
) strict, without rowid;

-- A household: its number and group.
create table households (
  bank      integer not null references banks (bank),
  number    integer not null check (number > 0),
  group_no  integer not null,
  opened_at integer not null,
  primary key (bank, number),
  foreign key (bank, group_no) references village_groups (bank, number)
) strict, without rowid;

-- A person in a household. An erased one is called 已注销 and born on 1900-01-01.
create table members (
  bank       integer not null,
  number     integer not null check (number > 0),
  household  integer not null,
  name       text    not null,
  birth_date text    not null check (length(birth_date) = 10),
  is_head    integer not null check (is_head in (0, 1)), -- one for each household
  related    integer not null check (related in (0, 1)), -- to the committee
  primary key (bank, number),
  foreign key (bank, household) references households (bank, number)
) strict, without rowid;

create index members_by_household on members (bank, household);
create unique index members_one_head on members (bank, household) where is_head = 1;

-- A person agreed to a purpose, or took it back; the last row counts. It was said by the household itself after signing in, by word at
-- the desk, or on paper with a document.
create table consents (
  bank        integer not null,
  member      integer not null,
  purpose     text    not null,
  sequence    integer not null check (sequence > 0),
  given       integer not null check (given in (0, 1)),
  recorded_at integer not null,
  actor       text    not null,
  how         text    not null default '' check (how in ('', 'household', 'desk', 'paper')), -- empty: nobody noted it
  document    text    not null default '',
  primary key (bank, member, purpose, sequence),
  foreign key (bank, member) references members (bank, number)
) strict, without rowid;

create trigger consents_no_delete before delete on consents begin select raise(abort, 'consents is append-only'); end;
create trigger consents_no_update before update of bank, member, purpose, sequence, given, recorded_at, actor, how on consents
  begin select raise(abort, 'consents is append-only'); end;

-- A member is no more in a household that goes on: they died, moved or left.
create table member_leavings (
  bank        integer not null,
  member      integer not null,
  household   integer not null,
  left_on     text    not null check (length(left_on) = 10),
  kind        text    not null check (kind in ('died', 'moved', 'left')),
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, member),
  foreign key (bank, member) references members (bank, number),
  foreign key (bank, household) references households (bank, number)
) strict, without rowid;

create trigger member_leavings_no_update before update on member_leavings
  begin select raise(abort, 'member_leavings is append-only'); end;
create trigger member_leavings_no_delete before delete on member_leavings
  begin select raise(abort, 'member_leavings is append-only'); end;

-- A household that merged, moved or left, and its day.
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

create trigger household_ends_no_update before update on household_ends begin select raise(abort, 'household_ends is append-only'); end;
create trigger household_ends_no_delete before delete on household_ends begin select raise(abort, 'household_ends is append-only'); end;
-- Whoever ended has no passbook, and gets none.
create trigger household_ends_without_passbook before insert on household_ends
  when exists (select 1 from passbooks p where p.bank = new.bank and p.household = new.household and p.ended_at is null)
  begin select raise(abort, 'a household ends without a passbook'); end;

-- A passbook. One is open for each household at most. The PIN's hash is k1., the name of the server's key, a point, and the slow hash of
-- the PIN's HMAC under that key.
create table passbooks (
  bank       integer not null,
  serial     text    not null,
  household  integer not null,
  pin_hash   text,
  issued_at  integer not null,
  issued_by  text    not null,
  ended_at   integer,
  end_reason text,
  primary key (bank, serial),
  foreign key (bank, household) references households (bank, number),
  check ((ended_at is null) = (end_reason is null))
) strict, without rowid;

-- A household signs in with the serial alone, which names the bank.
create unique index passbooks_by_serial on passbooks (serial);
create unique index passbooks_one_open on passbooks (bank, household) where ended_at is null;
create index passbooks_by_household on passbooks (bank, household);

create trigger passbooks_stay_ended before update on passbooks
  when old.ended_at is not null and new.ended_at is not old.ended_at
  begin select raise(abort, 'an ended passbook stays ended'); end;
create trigger passbooks_no_delete before delete on passbooks begin select raise(abort, 'passbooks are never deleted'); end;
create trigger passbooks_keep_identity before update of bank, serial, household, issued_at, issued_by on passbooks
  begin select raise(abort, 'a passbook keeps its identity'); end;
create trigger passbooks_of_the_living before insert on passbooks
  when exists (select 1 from household_ends x where x.bank = new.bank and x.household = new.household)
  begin select raise(abort, 'a household that ended gets no passbook'); end;

-- A card of a passbook. The last one of an open passbook opens it, the others open nothing.
create table cards (
  bank       integer not null,
  serial     text    not null,
  sequence   integer not null check (sequence > 0),
  token_hash blob    not null check (length(token_hash) = 32), -- the digest of the secret in its QR code
  issued_at  integer not null,
  issued_by  text    not null,
  primary key (bank, serial, sequence),
  foreign key (bank, serial) references passbooks (bank, serial)
) strict, without rowid;

create unique index cards_by_token on cards (token_hash);

create trigger cards_no_update before update on cards begin select raise(abort, 'cards is append-only'); end;
create trigger cards_no_delete before delete on cards begin select raise(abort, 'cards is append-only'); end;

-- How far a booklet is printed, after printing or after somebody looked; the last row counts.
create table passbook_prints (
  bank        integer not null,
  serial      text    not null,
  sequence    integer not null check (sequence > 0),
  upto_line   integer not null check (upto_line >= 0), -- of the account
  next_row    integer not null check (next_row > 0), -- the next free row of the page, from 1
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, serial, sequence),
  foreign key (bank, serial) references passbooks (bank, serial)
) strict, without rowid;

create trigger passbook_prints_no_update before update on passbook_prints
  begin select raise(abort, 'passbook_prints is append-only'); end;
create trigger passbook_prints_no_delete before delete on passbook_prints
  begin select raise(abort, 'passbook_prints is append-only'); end;

-- A member of staff set a household's PIN: whoever knows it could sign and claim for the household from then on.
create table pin_settings (
  bank        integer not null,
  number      integer not null check (number > 0),
  household   integer not null,
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, number),
  foreign key (bank, household) references households (bank, number)
) strict, without rowid;

create index pin_settings_by_household on pin_settings (bank, household, actor);

create trigger pin_settings_no_update before update on pin_settings begin select raise(abort, 'pin_settings is append-only'); end;
create trigger pin_settings_no_delete before delete on pin_settings begin select raise(abort, 'pin_settings is append-only'); end;

-- A split, merge, move or departure as a meeting decided it: what went with the household and by which entries. The other household is
-- the one that receives; it is of another bank where a household moves there.
create table household_changes (
  bank            integer not null references banks (bank),
  number          integer not null check (number > 0),
  kind            text    not null check (kind in ('split', 'merge', 'move', 'leave')),
  household       integer not null,
  other_bank      integer,
  other_household integer,
  points          integer not null, -- points, merit and members' minutes are what went
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
  proposal        integer,
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
create unique index household_changes_by_proposal on household_changes (bank, proposal) where proposal is not null;

create trigger household_changes_no_delete before delete on household_changes
  begin select raise(abort, 'household_changes is append-only'); end;
create trigger household_changes_no_update before update of bank, number, kind, household, other_bank, other_household, points, merit,
    year, changed_on, entry, other_entry, recorded_at, actor on household_changes
  begin select raise(abort, 'household_changes is append-only'); end;

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

create trigger household_change_members_no_update before update on household_change_members
  begin select raise(abort, 'household_change_members is append-only'); end;
create trigger household_change_members_no_delete before delete on household_change_members
  begin select raise(abort, 'household_change_members is append-only'); end;
