-- The mobile shop: a trip of a shop to some villages, its devices that work without network, and what each household may spend on which
-- of them.

-- A trip of the mobile shop: its days, the most points of a household, until when its devices may tell what they handed out.
create table trips (
  bank         integer not null,
  number       integer not null check (number > 0),
  shop         integer not null,
  on_day       text    not null check (length(on_day) = 10),
  until_day    text    not null check (length(until_day) = 10),
  limit_points integer not null check (limit_points >= 0),
  split        text    not null check (split in ('groups', 'even')),
  expires_at   integer not null,
  planned_at   integer not null,
  actor        text    not null,
  primary key (bank, number),
  foreign key (bank, shop) references shops (bank, number),
  check (on_day <= until_day)
) strict, without rowid;

create trigger trips_no_update before update on trips begin select raise(abort, 'trips is append-only'); end;
create trigger trips_no_delete before delete on trips begin select raise(abort, 'trips is append-only'); end;

-- A village it goes to, by the number of the bank there, and which of its shops this one is.
create table trip_villages (
  bank    integer not null,
  trip    integer not null,
  village integer not null,
  shop    integer not null,
  primary key (bank, trip, village),
  foreign key (bank, trip) references trips (bank, number)
) strict, without rowid;

create trigger trip_villages_no_update before update on trip_villages begin select raise(abort, 'trip_villages is append-only'); end;
create trigger trip_villages_no_delete before delete on trip_villages begin select raise(abort, 'trip_villages is append-only'); end;
create trigger trip_villages_shared_by_both before insert on trip_villages
  when new.village <> new.bank and not exists (select 1 from trips t where t.bank = new.bank and t.number = new.trip
    and (select s.state from shop_sharings s where s.bank = t.bank and s.shop = t.shop and s.village = new.village
      order by s.sequence desc limit 1) = 'accepted')
  begin select raise(abort, 'the shop is not shared with this village'); end;

-- A device has a place of its own, where its goods lie, and a salt, so that its list of cards is of no use elsewhere.
create table trip_devices (
  bank   integer not null,
  trip   integer not null,
  number integer not null check (number > 0),
  name   text    not null,
  place  integer not null,
  salt   blob    not null check (length(salt) = 16),
  primary key (bank, trip, number),
  unique (bank, trip, place),
  foreign key (bank, trip) references trips (bank, number),
  foreign key (bank, place) references shops (bank, number)
) strict, without rowid;

create trigger trip_devices_no_delete before delete on trip_devices begin select raise(abort, 'trip_devices is append-only'); end;
create trigger trip_devices_no_update before update of bank, trip, number, place, salt on trip_devices
  begin select raise(abort, 'trip_devices is append-only'); end;

-- A group that the trip visits. Its households stand on the device that is named here, or are split among all where none is.
create table trip_groups (
  bank     integer not null,
  trip     integer not null,
  village  integer not null,
  group_no integer not null,
  device   integer,
  primary key (bank, trip, village, group_no),
  foreign key (bank, trip, device) references trip_devices (bank, trip, number)
) strict, without rowid;

create trigger trip_groups_no_update before update on trip_groups begin select raise(abort, 'trip_groups is append-only'); end;
create trigger trip_groups_no_delete before delete on trip_groups begin select raise(abort, 'trip_groups is append-only'); end;

-- A price of the day on which the trip was prepared; it holds until the trip's last redemption is told.
create table trip_prices (
  bank  integer not null,
  trip  integer not null,
  goods text    not null,
  price integer not null check (price > 0),
  primary key (bank, trip, goods),
  foreign key (bank, trip) references trips (bank, number)
) strict, without rowid;

create trigger trip_prices_no_update before update on trip_prices begin select raise(abort, 'trip_prices is append-only'); end;
create trigger trip_prices_no_delete before delete on trip_prices begin select raise(abort, 'trip_prices is append-only'); end;

-- A trip was prepared: from then on what households may spend is set aside.
create table trip_preparations (
  bank        integer not null,
  trip        integer not null,
  prepared_at integer not null,
  actor       text    not null,
  primary key (bank, trip),
  foreign key (bank, trip) references trips (bank, number)
) strict, without rowid;

create trigger trip_preparations_no_update before update on trip_preparations
  begin select raise(abort, 'trip_preparations is append-only'); end;
create trigger trip_preparations_no_delete before delete on trip_preparations
  begin select raise(abort, 'trip_preparations is append-only'); end;

-- What happened to a device; the last row says where it stands. It is taken once, under the digest of a token that it keeps to itself.
-- Whoever took it, or took it over by a readmission, answers for what it hands out.
create table trip_device_events (
  bank        integer not null,
  trip        integer not null,
  device      integer not null,
  sequence    integer not null check (sequence > 0),
  kind        text    not null check (kind in ('taken', 'revoked', 'readmitted', 'closed', 'released')),
  token_hash  blob    check (length(token_hash) = 32),
  reason      text    not null,
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, trip, device, sequence),
  foreign key (bank, trip, device) references trip_devices (bank, trip, number),
  check ((kind = 'taken') = (token_hash is not null))
) strict, without rowid;

create unique index trip_device_events_by_token on trip_device_events (token_hash) where token_hash is not null;
create unique index trip_device_events_taken_once on trip_device_events (bank, trip, device) where kind = 'taken';
create unique index trip_device_events_released_once on trip_device_events (bank, trip, device) where kind = 'released';

create trigger trip_device_events_until_released before insert on trip_device_events
  when exists (select 1 from trip_device_events e where e.bank = new.bank and e.trip = new.trip and e.device = new.device
    and e.kind = 'released')
  begin select raise(abort, 'what the device was allowed went back'); end;
create trigger trip_device_events_no_delete before delete on trip_device_events
  begin select raise(abort, 'trip_device_events is append-only'); end;
create trigger trip_device_events_no_update before update of bank, trip, device, sequence, kind, token_hash, recorded_at,
    actor on trip_device_events
  begin select raise(abort, 'trip_device_events is append-only'); end;

-- What a household may still spend on a device, held in its village's book; each redemption adds a row for what is left. Points without a
-- hold are those of an allowance that lapsed before the device told what it had handed out.
create table trip_allowances (
  bank        integer not null,
  trip        integer not null,
  device      integer not null,
  village     integer not null,
  household   integer not null,
  sequence    integer not null check (sequence > 0),
  points      integer not null check (points >= 0),
  hold        integer,
  redemption  integer,
  said_at     integer, -- what the device's clock said where it was wrong
  recorded_at integer not null,
  primary key (bank, trip, device, village, household, sequence),
  foreign key (bank, trip, device) references trip_devices (bank, trip, number),
  check (points > 0 or hold is null),
  check ((sequence = 1) = (redemption is null))
) strict, without rowid;

create unique index trip_allowances_by_hold on trip_allowances (village, hold) where hold is not null;
create unique index trip_allowances_by_redemption on trip_allowances (village, redemption) where redemption is not null;

create trigger trip_allowances_only_shrink before insert on trip_allowances
  when exists (select 1 from trip_allowances a where a.bank = new.bank and a.trip = new.trip and a.device = new.device
    and a.village = new.village
    and a.household = new.household and a.sequence = new.sequence - 1 and a.points <= new.points)
    or (new.sequence > 1 and not exists (select 1 from trip_allowances a where a.bank = new.bank and a.trip = new.trip
      and a.device = new.device
      and a.village = new.village and a.household = new.household and a.sequence = new.sequence - 1))
  begin select raise(abort, 'an allowance is only spent'); end;
create trigger trip_allowances_no_update before update on trip_allowances
  begin select raise(abort, 'trip_allowances is append-only'); end;
create trigger trip_allowances_no_delete before delete on trip_allowances
  begin select raise(abort, 'trip_allowances is append-only'); end;
create trigger trip_allowances_shared_by_both before insert on trip_allowances
  when new.sequence = 1 and new.village <> new.bank and not exists (select 1 from trips t where t.bank = new.bank and t.number = new.trip
    and (select s.state from shop_sharings s where s.bank = t.bank and s.shop = t.shop and s.village = new.village
      order by s.sequence desc limit 1) = 'accepted')
  begin select raise(abort, 'the shop is not shared with this village'); end;
-- A trip's allowances are set aside before it is prepared; who comes later takes nothing along.
create trigger trip_allowances_before_prepared before insert on trip_allowances
  when new.sequence = 1 and exists (select 1 from trip_preparations p where p.bank = new.bank and p.trip = new.trip)
  begin select raise(abort, 'a prepared trip sets nothing more aside'); end;
create trigger trip_allowances_not_removed before insert on trip_allowances
  when exists (select 1 from trip_removals r where r.bank = new.bank and r.trip = new.trip and r.device = new.device
    and r.village = new.village and r.household = new.household)
  begin select raise(abort, 'the household was taken off the device'); end;

-- A household that the counter took off a device which nobody had taken yet: its points came back, and the device may hand out nothing to
-- it.
create table trip_removals (
  bank        integer not null,
  trip        integer not null,
  device      integer not null,
  village     integer not null,
  household   integer not null,
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, trip, device, village, household),
  foreign key (bank, trip, device) references trip_devices (bank, trip, number)
) strict, without rowid;

create trigger trip_removals_before_taking before insert on trip_removals
  when exists (select 1 from trip_device_events e where e.bank = new.bank and e.trip = new.trip and e.device = new.device)
  begin select raise(abort, 'a device that was taken keeps its households'); end;
create trigger trip_removals_no_update before update on trip_removals begin select raise(abort, 'trip_removals is append-only'); end;
create trigger trip_removals_no_delete before delete on trip_removals begin select raise(abort, 'trip_removals is append-only'); end;

-- What a device handed out and the book could not take, once for each of its keys: people must settle it. Sent again it is answered from
-- here.
create table trip_refusals (
  bank        integer not null,
  trip        integer not null,
  device      integer not null,
  key         blob    not null check (length(key) = 16),
  fingerprint blob    not null check (length(fingerprint) = 32),
  village     integer not null,
  household   integer not null,
  points      integer not null,
  goods       text    not null,
  code        text    not null,
  field       text    not null,
  facts       text    not null,
  said_at     integer not null,
  recorded_at integer not null,
  primary key (bank, trip, device, key),
  foreign key (bank, trip, device) references trip_devices (bank, trip, number)
) strict, without rowid;

create trigger trip_refusals_no_update before update on trip_refusals begin select raise(abort, 'trip_refusals is append-only'); end;
create trigger trip_refusals_no_delete before delete on trip_refusals begin select raise(abort, 'trip_refusals is append-only'); end;
