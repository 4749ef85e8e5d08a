-- The village's rooms over the ledger: who saves, under which rules, at which shop, and who works here.

create table banks (
  bank      integer not null primary key references books (bank),
  name_zh   text    not null,
  name_en   text    not null,
  opened_at integer not null
) strict;

create table settings (
  bank        integer not null references banks (bank),
  name        text    not null,
  valid_from  text    not null check (length(valid_from) = 10),
  version     integer not null check (version > 0),
  value       text    not null,
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, name, valid_from, version)
) strict, without rowid;

create table village_groups (
  bank   integer not null references banks (bank),
  number integer not null check (number > 0),
  name   text    not null,
  primary key (bank, number),
  unique (bank, name)
) strict, without rowid;

create table households (
  bank      integer not null references banks (bank),
  number    integer not null check (number > 0),
  group_no  integer not null,
  opened_at integer not null,
  primary key (bank, number),
  foreign key (bank, group_no) references village_groups (bank, number)
) strict, without rowid;

create table members (
  bank       integer not null,
  number     integer not null check (number > 0),
  household  integer not null,
  name       text    not null,
  birth_date text    not null check (length(birth_date) = 10),
  is_head    integer not null check (is_head in (0, 1)),
  related    integer not null check (related in (0, 1)),
  primary key (bank, number),
  foreign key (bank, household) references households (bank, number)
) strict, without rowid;

create index members_by_household on members (bank, household);
create unique index members_one_head on members (bank, household) where is_head = 1;

-- One row for each time somebody agreed or took it back; the last one counts.
create table consents (
  bank        integer not null,
  member      integer not null,
  purpose     text    not null,
  sequence    integer not null check (sequence > 0),
  given       integer not null check (given in (0, 1)),
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, member, purpose, sequence),
  foreign key (bank, member) references members (bank, number)
) strict, without rowid;

create table passbooks (
  bank         integer not null,
  serial       text    not null,
  household    integer not null,
  token_hash   blob    not null check (length(token_hash) = 32),
  pin_hash     text,
  wrong_pins   integer not null default 0,
  locked_until integer not null default 0,
  issued_at    integer not null,
  issued_by    text    not null,
  ended_at     integer,
  end_reason   text,
  primary key (bank, serial),
  foreign key (bank, household) references households (bank, number),
  check ((ended_at is null) = (end_reason is null))
) strict, without rowid;

-- A household signs in with the serial alone, which names the bank.
create unique index passbooks_by_serial on passbooks (serial);
create unique index passbooks_one_open on passbooks (bank, household) where ended_at is null;
create unique index passbooks_by_token on passbooks (token_hash);

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

-- What was credited or deducted under which rule, by household and day: caps and boards read it. A reversal adds the mirror row.
create table deeds (
  bank         integer not null,
  household    integer not null,
  effective_on text    not null check (length(effective_on) = 10),
  entry        integer not null,
  rule         text    not null,
  rulebook     integer not null,
  member       integer,
  quantity     integer not null,
  points       integer not null check (points <> 0),
  kind         text    not null check (kind in ('credit', 'deduct')),
  ordinary     integer not null check (ordinary in (0, 1)),
  posted       integer not null check (posted in (0, 1)),
  reverses     integer,
  primary key (bank, household, effective_on, entry),
  foreign key (bank, household) references households (bank, number)
) strict, without rowid;

create index deeds_by_day on deeds (bank, effective_on);

create table shops (
  bank      integer not null references banks (bank),
  number    integer not null check (number > 0),
  name_zh   text    not null,
  name_en   text    not null,
  opened_at integer not null,
  primary key (bank, number)
) strict, without rowid;

create table goods (
  bank     integer not null,
  shop     integer not null,
  code     text    not null,
  name_zh  text    not null,
  name_en  text    not null,
  unit_zh  text    not null,
  emoji    text    not null,
  position integer not null,
  primary key (bank, shop, code),
  foreign key (bank, shop) references shops (bank, number)
) strict, without rowid;

-- Every price a good ever had, with who approved it; 0 points takes it out of sale.
create table prices (
  bank        integer not null,
  shop        integer not null,
  goods       text    not null,
  version     integer not null check (version > 0),
  points      integer not null check (points >= 0),
  valid_from  text    not null check (length(valid_from) = 10),
  approved_by text    not null,
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, shop, goods, version),
  foreign key (bank, shop, goods) references goods (bank, shop, code)
) strict, without rowid;

create table stock_movements (
  bank     integer not null,
  number   integer not null check (number > 0),
  shop     integer not null,
  kind     text    not null check (kind in ('received', 'moved', 'counted', 'spoiled')),
  to_shop  integer,
  entry    integer,
  moved_on text    not null check (length(moved_on) = 10),
  actor    text    not null,
  primary key (bank, number),
  foreign key (bank, shop) references shops (bank, number)
) strict, without rowid;

create table stock_lines (
  bank     integer not null,
  movement integer not null,
  line     integer not null check (line > 0),
  goods    text    not null,
  quantity integer not null check (quantity >= 0),
  change   integer not null,
  primary key (bank, movement, line),
  foreign key (bank, movement) references stock_movements (bank, number)
) strict, without rowid;

create table redemptions (
  bank          integer not null,
  number        integer not null check (number > 0),
  shop          integer not null,
  household     integer not null,
  entry         integer not null,
  redeemed_on   text    not null check (length(redeemed_on) = 10),
  points        integer not null check (points > 0),
  authorised_by text    not null check (authorised_by in ('token', 'pin', 'booklet')),
  serial        text    not null,
  actor         text    not null,
  primary key (bank, number),
  unique (bank, entry),
  foreign key (bank, shop) references shops (bank, number),
  foreign key (bank, household) references households (bank, number)
) strict, without rowid;

create index redemptions_by_household on redemptions (bank, household, redeemed_on);

create table redemption_items (
  bank       integer not null,
  redemption integer not null,
  line       integer not null check (line > 0),
  goods      text    not null,
  quantity   integer not null check (quantity > 0),
  price      integer not null check (price > 0),
  primary key (bank, redemption, line),
  foreign key (bank, redemption) references redemptions (bank, number)
) strict, without rowid;

create table staff (
  number         integer not null primary key,
  username       text    not null unique,
  name           text    not null,
  password_hash  text    not null,
  must_change    integer not null check (must_change in (0, 1)),
  wrong_attempts integer not null default 0,
  locked_until   integer not null default 0,
  created_at     integer not null,
  ended_at       integer
) strict;

create table staff_grants (
  staff integer not null references staff (number),
  role  integer not null check (role in (1, 2, 3, 4)),
  bank  integer not null,
  shop  integer not null,
  primary key (staff, role, bank, shop)
) strict, without rowid;

create table tokens (
  hash       blob    not null primary key check (length(hash) = 32),
  staff      integer references staff (number),
  bank       integer,
  household  integer,
  serial     text,
  issued_at  integer not null,
  expires_at integer not null,
  revoked_at integer,
  check ((staff is null) <> (household is null))
) strict, without rowid;

create trigger settings_no_update before update on settings begin select raise(abort, 'settings is append-only'); end;
create trigger settings_no_delete before delete on settings begin select raise(abort, 'settings is append-only'); end;
create trigger consents_no_update before update on consents begin select raise(abort, 'consents is append-only'); end;
create trigger consents_no_delete before delete on consents begin select raise(abort, 'consents is append-only'); end;
create trigger rulebooks_no_update before update on rulebooks begin select raise(abort, 'rulebooks is append-only'); end;
create trigger rulebooks_no_delete before delete on rulebooks begin select raise(abort, 'rulebooks is append-only'); end;
create trigger rules_no_update before update on rules begin select raise(abort, 'rules is append-only'); end;
create trigger rules_no_delete before delete on rules begin select raise(abort, 'rules is append-only'); end;
create trigger deeds_no_update before update on deeds begin select raise(abort, 'deeds is append-only'); end;
create trigger deeds_no_delete before delete on deeds begin select raise(abort, 'deeds is append-only'); end;
create trigger prices_no_update before update on prices begin select raise(abort, 'prices is append-only'); end;
create trigger prices_no_delete before delete on prices begin select raise(abort, 'prices is append-only'); end;
create trigger stock_movements_no_update before update on stock_movements begin select raise(abort, 'stock_movements is append-only'); end;
create trigger stock_movements_no_delete before delete on stock_movements begin select raise(abort, 'stock_movements is append-only'); end;
create trigger stock_lines_no_update before update on stock_lines begin select raise(abort, 'stock_lines is append-only'); end;
create trigger stock_lines_no_delete before delete on stock_lines begin select raise(abort, 'stock_lines is append-only'); end;
create trigger redemptions_no_update before update on redemptions begin select raise(abort, 'redemptions is append-only'); end;
create trigger redemptions_no_delete before delete on redemptions begin select raise(abort, 'redemptions is append-only'); end;
create trigger redemption_items_no_update before update on redemption_items begin select raise(abort, 'redemption_items is append-only'); end;
create trigger redemption_items_no_delete before delete on redemption_items begin select raise(abort, 'redemption_items is append-only'); end;
create trigger passbooks_keep_identity before update of bank, serial, household, token_hash, issued_at, issued_by on passbooks begin select raise(abort, 'a passbook keeps its identity'); end;
create trigger passbooks_stay_ended before update on passbooks when old.ended_at is not null and new.ended_at is not old.ended_at begin select raise(abort, 'an ended passbook stays ended'); end;
create trigger passbooks_no_delete before delete on passbooks begin select raise(abort, 'passbooks are never deleted'); end;
