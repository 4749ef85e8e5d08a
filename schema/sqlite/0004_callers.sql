-- Who works here, with which rights and ties to households; who is signed in; how often a secret was tried in vain.

-- A person who works here.
create table staff (
  number        integer not null primary key,
  username      text    not null unique,
  name          text    not null,
  password_hash text    not null,
  must_change   integer not null check (must_change in (0, 1)),
  created_at    integer not null,
  ended_at      integer
) strict;

-- A role of a member of staff. Roles: 1 administrator, 2 supervisor, 3 clerk, 4 attendant, 6 group leader, 7 assessor, 8 team leader, 9
-- keeper of the stock, 10 keeper of the fund.
create table staff_grants (
  staff    integer not null references staff (number),
  role     integer not null check (role in (1, 2, 3, 4, 6, 7, 8, 9, 10)),
  bank     integer not null, -- 0: every bank
  shop     integer not null, -- 0: every shop
  group_no integer not null, -- who collects there; 0: every group
  team     integer not null, -- who leads it; 0: every team
  primary key (staff, role, bank, shop, group_no, team)
) strict, without rowid;

-- A member of staff was added, given rights or a password, or ended, by somebody else.
create table staff_changes (
  number      integer not null primary key check (number > 0),
  staff       integer not null references staff (number),
  kind        text    not null check (kind in ('added', 'grants', 'password', 'ended')),
  recorded_at integer not null,
  actor       text    not null
) strict;

create index staff_changes_by_staff on staff_changes (staff, recorded_at);

create trigger staff_changes_no_update before update on staff_changes begin select raise(abort, 'staff_changes is append-only'); end;
create trigger staff_changes_no_delete before delete on staff_changes begin select raise(abort, 'staff_changes is append-only'); end;

-- A household in which a member of staff lives or has a relative. There they decide nothing that moves points, standing or favours, which
-- triggers named …_no_kin keep.
create table staff_ties (
  bank        integer not null,
  staff       integer not null references staff (number),
  household   integer not null,
  tie         text    not null check (tie in ('own', 'relative')),
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, staff, household),
  foreign key (bank, household) references households (bank, number)
) strict, without rowid;

create trigger staff_ties_end_kept before delete on staff_ties
  when not exists (select 1 from tie_ends e
    where e.bank = old.bank and e.staff = old.staff and e.household = old.household and e.tie = old.tie and e.since = old.recorded_at)
  begin select raise(abort, 'whoever ends a tie is kept'); end;
create trigger staff_ties_no_update before update on staff_ties begin select raise(abort, 'a tie ends and another begins'); end;

-- A tie that ended keeps who ended it, because whoever has none decides about that household.
create table tie_ends (
  bank        integer not null,
  number      integer not null check (number > 0),
  staff       integer not null references staff (number),
  household   integer not null,
  tie         text    not null check (tie in ('own', 'relative')),
  since       integer not null,
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, number),
  foreign key (bank, household) references households (bank, number)
) strict, without rowid;

create index tie_ends_by_tie on tie_ends (bank, staff, household, since);

create trigger tie_ends_no_update before update on tie_ends begin select raise(abort, 'tie_ends is append-only'); end;
create trigger tie_ends_no_delete before delete on tie_ends begin select raise(abort, 'tie_ends is append-only'); end;

-- A sign-in: of a member of staff or of a household. It ends by itself when it is not used, and is removed when old.
create table tokens (
  hash       blob    not null primary key check (length(hash) = 32),
  staff      integer references staff (number),
  bank       integer,
  household  integer,
  serial     text,
  issued_at  integer not null,
  expires_at integer not null, -- if it is not used before; written now and then
  revoked_at integer,
  check ((staff is null) <> (household is null))
) strict, without rowid;

create trigger tokens_stay_revoked before update on tokens
  when old.revoked_at is not null and new.revoked_at is not old.revoked_at
  begin select raise(abort, 'a revoked token stays revoked'); end;
create trigger tokens_keep_identity before update of hash, staff, bank, household, serial, issued_at on tokens
  begin select raise(abort, 'a token stays whose it is'); end;

-- Wrong tries in a row at one secret, counted before each is checked, whether or not there is anybody of that name. The name is kept as
-- its SHA-256 alone (of staff chen, passbook 0001-000001-6, voucher 12), because people type passwords into the field for names. Bank 0
-- is for staff. What is over is forgotten at the next try.
create table tries (
  bank     integer not null check (bank >= 0),
  name     blob    not null check (length(name) = 32),
  wrong    integer not null check (wrong > 0),
  tried_at integer not null,
  primary key (bank, name)
) strict, without rowid;

-- What this file adds to tables of files before it.

-- Of kind are 2 credits, 3 deductions, 4 redemptions; of accounts 1 points and 2 standing of a household.
create trigger entries_no_kin before insert on entries
  when new.reverses is not null and exists (select 1 from entries e
    join postings p on p.bank = e.bank and p.number >= e.first_posting and p.number < e.first_posting + e.postings
    join accounts a on a.bank = p.bank and a.number = p.account and a.kind in (1, 2)
    join staff_ties t on t.bank = a.bank and t.household = a.owner and new.actor = 'staff:' || t.staff
    where e.bank = new.bank and e.number = new.reverses and e.kind in (2, 3, 4))
  begin select raise(abort, 'nobody reverses for the own household or a relative'); end;
create trigger household_changes_no_kin before insert on household_changes
  when (new.points <> 0 or new.merit <> 0) and exists (select 1 from staff_ties t where new.actor = 'staff:' || t.staff
    and ((t.bank = new.bank and t.household = new.household) or (t.bank = new.other_bank and t.household = new.other_household)))
  begin select raise(abort, 'nobody moves points of the own household or a relative'); end;
create trigger setting_decisions_by_own_right before insert on setting_decisions
  when new.kind = 'confirmed' and exists (select 1 from setting_proposals p
    join staff_changes c on c.actor = p.actor and c.recorded_at > p.recorded_at and new.actor = 'staff:' || c.staff
    where p.bank = new.bank and p.number = new.proposal)
  begin select raise(abort, 'whom the proposer made staff since does not confirm it'); end;
