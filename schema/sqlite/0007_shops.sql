-- The shop as it is run: whose goods it hands out and what they cost, shifts, counts by two people, goods kept ready, and vouchers.

-- A right may be that of who keeps the stock (9) or the fund (10).
create table grants_wider (
  staff    integer not null references staff (number),
  role     integer not null check (role in (1, 2, 3, 4, 6, 7, 8, 9, 10)),
  bank     integer not null,
  shop     integer not null,
  group_no integer not null,
  team     integer not null,
  primary key (staff, role, bank, shop, group_no, team)
) strict, without rowid;

insert into grants_wider (staff, role, bank, shop, group_no, team) select staff, role, bank, shop, group_no, team from staff_grants;
drop table staff_grants;
alter table grants_wider rename to staff_grants;

-- A place with goods. What it sells stands under (goods_bank, goods_shop): itself for a shop of the village or a contract shop; another bank's shop
-- where several villages share one; its shop for a storeroom or a mobile shop. Stock lies under its own number, of a shared shop under the owner's.
alter table shops add column kind text not null default 'village' check (kind in ('village', 'contract', 'shared', 'store', 'mobile'));
alter table shops add column goods_bank integer not null default 0;
alter table shops add column goods_shop integer not null default 0;
alter table shops add column owned_by text not null default 'station' check (owned_by in ('station', 'institute', 'centre'));
update shops set goods_bank = bank, goods_shop = number;

create trigger shops_keep_their_goods before update of bank, number, kind, goods_bank, goods_shop on shops begin select raise(abort, 'a shop stays what it is'); end;
create trigger shops_no_delete before delete on shops begin select raise(abort, 'shops are never deleted'); end;

-- A good's number is the owner of its account at cost; limits of 0 are none; cost is what a piece is reckoned at where no invoice says it.
alter table goods add column number integer not null default 0;
alter table goods add column category text not null default '';
alter table goods add column least_stock integer not null default 5 check (least_stock >= 0);
alter table goods add column visit_most integer not null default 0 check (visit_most >= 0);
alter table goods add column month_most integer not null default 0 check (month_most >= 0);
alter table goods add column year_most integer not null default 0 check (year_most >= 0);
alter table goods add column adults_only integer not null default 0 check (adults_only in (0, 1));
alter table goods add column cost integer not null default 0 check (cost >= 0);
alter table goods add column picture blob check (length(picture) = 32);
update goods set number = (select count(*) from goods g where g.bank = goods.bank and (g.shop, g.position) <= (goods.shop, goods.position));
create unique index goods_by_number on goods (bank, number);

create trigger goods_keep_their_number before update of bank, shop, code, number on goods begin select raise(abort, 'a good keeps its number'); end;
create trigger goods_no_delete before delete on goods begin select raise(abort, 'goods are never deleted'); end;

-- Where received goods came from, and what they cost in fen; the cost of a line is that of its change.
alter table stock_movements add column origin text check (origin in ('purchase', 'donation'));
alter table stock_movements add column partner text not null default '';
alter table stock_movements add column receipt text not null default '';
alter table stock_movements add column paid integer not null default 0 check (paid in (0, 1));
alter table stock_movements add column count integer;
alter table stock_lines add column cost integer not null default 0;
alter table stock_lines add column reason text not null default '';

-- Two people count one after the other without seeing each other's figures. The difference is what was found less what the book said at that
-- moment, so that what is sold between the two counts does not matter.
create table stock_counts (
  bank      integer not null,
  number    integer not null check (number > 0),
  shop      integer not null,
  opened_at integer not null,
  actor     text    not null,
  primary key (bank, number),
  foreign key (bank, shop) references shops (bank, number)
) strict, without rowid;

create table stock_count_lines (
  bank        integer not null,
  count       integer not null,
  counter     integer not null check (counter in (1, 2)),
  goods       text    not null,
  attempt     integer not null check (attempt > 0),
  quantity    integer not null check (quantity >= 0),
  difference  integer not null,
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, count, counter, goods, attempt),
  foreign key (bank, count) references stock_counts (bank, number)
) strict, without rowid;

create table stock_count_ends (
  bank     integer not null,
  count    integer not null,
  outcome  text    not null check (outcome in ('entered', 'dropped')),
  movement integer,
  ended_at integer not null,
  actor    text    not null,
  primary key (bank, count),
  foreign key (bank, count) references stock_counts (bank, number),
  check ((outcome = 'entered') = (movement is not null))
) strict, without rowid;

create unique index stock_movements_by_count on stock_movements (bank, count) where count is not null;

create trigger stock_movements_of_counts before insert on stock_movements
  when (new.kind = 'counted') <> (new.count is not null)
  begin select raise(abort, 'what was counted is entered by its count'); end;
create trigger stock_counts_one_at_a_time before insert on stock_counts
  when exists (select 1 from stock_counts c where c.bank = new.bank and c.shop = new.shop
    and not exists (select 1 from stock_count_ends e where e.bank = c.bank and e.count = c.number))
  begin select raise(abort, 'a count is open at this place'); end;
create trigger stock_count_lines_by_two before insert on stock_count_lines
  when exists (select 1 from stock_count_lines l where l.bank = new.bank and l.count = new.count and l.counter <> new.counter and l.actor = new.actor)
  begin select raise(abort, 'a count is made by two people'); end;
create trigger stock_count_lines_while_open before insert on stock_count_lines
  when exists (select 1 from stock_count_ends e where e.bank = new.bank and e.count = new.count)
  begin select raise(abort, 'the count has ended'); end;

-- A shift is one attendant's at one shop; what was counted at its beginning and its end stands beside what the book said.
create table shifts (
  bank      integer not null,
  number    integer not null check (number > 0),
  shop      integer not null,
  opened_at integer not null,
  actor     text    not null,
  primary key (bank, number),
  foreign key (bank, shop) references shops (bank, number)
) strict, without rowid;

create index shifts_by_actor on shifts (bank, shop, actor, number);

create table shift_ends (
  bank     integer not null,
  shift    integer not null,
  ended_at integer not null,
  actor    text    not null,
  primary key (bank, shift),
  foreign key (bank, shift) references shifts (bank, number)
) strict, without rowid;

create table shift_counts (
  bank     integer not null,
  shift    integer not null,
  phase    text    not null check (phase in ('opening', 'closing')),
  goods    text    not null,
  quantity integer not null check (quantity >= 0),
  expected integer not null,
  primary key (bank, shift, phase, goods),
  foreign key (bank, shift) references shifts (bank, number)
) strict, without rowid;

create trigger shifts_one_at_a_time before insert on shifts
  when exists (select 1 from shifts s where s.bank = new.bank and s.shop = new.shop and s.actor = new.actor
    and not exists (select 1 from shift_ends e where e.bank = s.bank and e.shift = s.number))
  begin select raise(abort, 'this attendant has a shift open here'); end;

-- Goods kept ready for a household: its points are held in its village's book, the goods in that of the shop. How it ended is how the hold ended.
create table reservations (
  bank        integer not null,
  number      integer not null check (number > 0),
  shop        integer not null,
  household   integer not null,
  points      integer not null check (points > 0),
  hold        integer not null,
  channel     text    not null check (channel in ('page', 'phone', 'desk')),
  placed_at   integer not null,
  ready_until integer not null,
  actor       text    not null,
  primary key (bank, number),
  unique (bank, hold),
  foreign key (bank, shop) references shops (bank, number),
  foreign key (bank, household) references households (bank, number)
) strict, without rowid;

create index reservations_by_shop on reservations (bank, shop, ready_until);
create index reservations_by_household on reservations (bank, household, number);

create table reservation_items (
  bank        integer not null,
  reservation integer not null,
  line        integer not null check (line > 0),
  goods       text    not null,
  quantity    integer not null check (quantity > 0),
  price       integer not null check (price > 0),
  hold        integer,
  primary key (bank, reservation, line),
  foreign key (bank, reservation) references reservations (bank, number)
) strict, without rowid;

-- Paper worth a set number of points, which stay held until it is spent, void or past its day. Its check code is kept as a digest.
create table vouchers (
  bank       integer not null,
  number     integer not null check (number > 0),
  household  integer not null,
  points     integer not null check (points > 0),
  hold       integer not null,
  code_hash  blob    not null check (length(code_hash) = 32),
  issued_at  integer not null,
  valid_until integer not null,
  actor      text    not null,
  primary key (bank, number),
  unique (bank, hold),
  foreign key (bank, household) references households (bank, number)
) strict, without rowid;

create index vouchers_by_household on vouchers (bank, household, number);

-- Why a voucher was made void: its hold says only that it was.
create table voucher_voids (
  bank      integer not null,
  voucher   integer not null,
  reason    text    not null,
  voided_at integer not null,
  actor     text    not null,
  primary key (bank, voucher),
  foreign key (bank, voucher) references vouchers (bank, number)
) strict, without rowid;

-- Wrong codes in a row, so that a code is not found by trying.
create table voucher_tries (
  bank         integer not null,
  voucher      integer not null,
  wrong        integer not null check (wrong >= 0),
  locked_until integer not null,
  primary key (bank, voucher),
  foreign key (bank, voucher) references vouchers (bank, number)
) strict, without rowid;

-- Redemptions as before, and: where the goods lay, the entry that moved them where another bank owns them, what they had cost, the shift, and
-- what was spent beside the balance (a reservation, a voucher, an allowance of a trip). Both tables are made anew, because a check became wider.
create table redemption_items_before (bank integer not null, redemption integer not null, line integer not null, goods text not null, quantity integer not null, price integer not null) strict;
insert into redemption_items_before select bank, redemption, line, goods, quantity, price from redemption_items;
drop table redemption_items;

create table redemptions_wider (
  bank          integer not null,
  number        integer not null check (number > 0),
  shop          integer not null,
  household     integer not null,
  entry         integer not null,
  redeemed_on   text    not null check (length(redeemed_on) = 10),
  points        integer not null check (points > 0),
  authorised_by text    not null check (authorised_by in ('token', 'pin', 'booklet', 'voucher')),
  serial        text    not null,
  actor         text    not null,
  location      integer not null,
  goods_entry   integer,
  cost          integer not null check (cost >= 0),
  shift         integer,
  reservation   integer,
  voucher       integer,
  trip          integer,
  device        integer,
  served_at     integer,
  primary key (bank, number),
  unique (bank, entry),
  check ((voucher is not null) = (authorised_by = 'voucher')),
  check ((trip is null) = (device is null)),
  foreign key (bank, shop) references shops (bank, number),
  foreign key (bank, household) references households (bank, number)
) strict, without rowid;

insert into redemptions_wider (bank, number, shop, household, entry, redeemed_on, points, authorised_by, serial, actor, location, cost)
  select bank, number, shop, household, entry, redeemed_on, points, authorised_by, serial, actor, shop, 0 from redemptions;
drop table redemptions;
alter table redemptions_wider rename to redemptions;
create index redemptions_by_household on redemptions (bank, household, redeemed_on);
create unique index redemptions_by_reservation on redemptions (bank, reservation) where reservation is not null;
create unique index redemptions_by_voucher on redemptions (bank, voucher) where voucher is not null;
create index redemptions_by_shift on redemptions (bank, shift) where shift is not null;

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

insert into redemption_items select bank, redemption, line, goods, quantity, price from redemption_items_before;
drop table redemption_items_before;

create trigger redemptions_no_update before update on redemptions begin select raise(abort, 'redemptions is append-only'); end;
create trigger redemptions_no_delete before delete on redemptions begin select raise(abort, 'redemptions is append-only'); end;
create trigger redemption_items_no_update before update on redemption_items begin select raise(abort, 'redemption_items is append-only'); end;
create trigger redemption_items_no_delete before delete on redemption_items begin select raise(abort, 'redemption_items is append-only'); end;
create trigger stock_counts_no_update before update on stock_counts begin select raise(abort, 'stock_counts is append-only'); end;
create trigger stock_counts_no_delete before delete on stock_counts begin select raise(abort, 'stock_counts is append-only'); end;
create trigger stock_count_lines_no_update before update on stock_count_lines begin select raise(abort, 'stock_count_lines is append-only'); end;
create trigger stock_count_lines_no_delete before delete on stock_count_lines begin select raise(abort, 'stock_count_lines is append-only'); end;
create trigger stock_count_ends_no_update before update on stock_count_ends begin select raise(abort, 'stock_count_ends is append-only'); end;
create trigger stock_count_ends_no_delete before delete on stock_count_ends begin select raise(abort, 'stock_count_ends is append-only'); end;
create trigger shifts_no_update before update on shifts begin select raise(abort, 'shifts is append-only'); end;
create trigger shifts_no_delete before delete on shifts begin select raise(abort, 'shifts is append-only'); end;
create trigger shift_ends_no_update before update on shift_ends begin select raise(abort, 'shift_ends is append-only'); end;
create trigger shift_ends_no_delete before delete on shift_ends begin select raise(abort, 'shift_ends is append-only'); end;
create trigger shift_counts_no_update before update on shift_counts begin select raise(abort, 'shift_counts is append-only'); end;
create trigger shift_counts_no_delete before delete on shift_counts begin select raise(abort, 'shift_counts is append-only'); end;
create trigger reservations_no_update before update on reservations begin select raise(abort, 'reservations is append-only'); end;
create trigger reservations_no_delete before delete on reservations begin select raise(abort, 'reservations is append-only'); end;
create trigger reservation_items_no_update before update on reservation_items begin select raise(abort, 'reservation_items is append-only'); end;
create trigger reservation_items_no_delete before delete on reservation_items begin select raise(abort, 'reservation_items is append-only'); end;
create trigger vouchers_no_update before update on vouchers begin select raise(abort, 'vouchers is append-only'); end;
create trigger vouchers_no_delete before delete on vouchers begin select raise(abort, 'vouchers is append-only'); end;
create trigger voucher_voids_no_update before update on voucher_voids begin select raise(abort, 'voucher_voids is append-only'); end;
create trigger voucher_voids_no_delete before delete on voucher_voids begin select raise(abort, 'voucher_voids is append-only'); end;
