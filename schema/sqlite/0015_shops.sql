-- Shops: whose goods they hand out and what these cost, shifts, counts by two people, goods kept ready, vouchers, and shops shared by
-- villages.

-- A place with goods. What it sells stands under (goods_bank, goods_shop): itself for a shop of the village or a contract shop; another
-- bank's shop where several villages share one; its shop for a storeroom or a mobile shop. Stock lies under its own number, of a shared
-- shop under the owner's.
create table shops (
  bank       integer not null references banks (bank),
  number     integer not null check (number > 0),
  name_zh    text    not null,
  name_en    text    not null,
  opened_at  integer not null,
  kind       text    not null default 'village' check (kind in ('village', 'contract', 'shared', 'store', 'mobile')),
  goods_bank integer not null default 0,
  goods_shop integer not null default 0,
  owned_by   text    not null default 'station' check (owned_by in ('station', 'institute', 'centre')),
  primary key (bank, number)
) strict, without rowid;

create trigger shops_keep_their_goods before update of bank, number, kind, goods_bank, goods_shop on shops
  begin select raise(abort, 'a shop stays what it is'); end;
create trigger shops_no_delete before delete on shops begin select raise(abort, 'shops are never deleted'); end;
-- Nothing of another village's is opened, kept ready, handed out or set aside without both. What a device took along may be told later.
create trigger shops_shared_by_both before insert on shops
  when new.kind = 'shared' and coalesce((select s.state from shop_sharings s where s.bank = new.goods_bank and s.shop = new.goods_shop
    and s.village = new.bank order by s.sequence desc limit 1), '') <> 'accepted'
  begin select raise(abort, 'the shop is not shared with this village'); end;

-- A step of a shop's way to another village: the owner offers it, the village that is served accepts it, either ends it. The last step of
-- a shop and a village holds. Nothing is opened, kept ready, handed out or set aside for a trip unless it is accepted.
create table shop_sharings (
  bank        integer not null,
  shop        integer not null,
  village     integer not null references banks (bank),
  sequence    integer not null check (sequence > 0),
  state       text    not null check (state in ('offered', 'accepted', 'ended')),
  said_by     integer not null, -- the bank that said so
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, shop, village, sequence),
  foreign key (bank, shop) references shops (bank, number),
  check (village <> bank),
  check (said_by in (bank, village)),
  check (state <> 'offered' or said_by = bank),
  check (state <> 'accepted' or said_by = village)
) strict, without rowid;

create index shop_sharings_by_village on shop_sharings (village, bank, shop, sequence);

create trigger shop_sharings_in_order before insert on shop_sharings
  when new.sequence <> 1 + coalesce((select max(s.sequence) from shop_sharings s where s.bank = new.bank and s.shop = new.shop
    and s.village = new.village), 0)
    or coalesce((select s.state from shop_sharings s where s.bank = new.bank and s.shop = new.shop and s.village = new.village
      order by s.sequence desc limit 1), 'ended')
      || ' ' || new.state not in ('ended offered', 'offered accepted', 'offered ended', 'accepted ended')
  begin select raise(abort, 'a shop is offered, accepted and ended in that order'); end;
create trigger shop_sharings_own_shop before insert on shop_sharings
  when new.state = 'offered' and not exists (select 1 from shops s where s.bank = new.bank and s.number = new.shop and s.kind = 'village')
  begin select raise(abort, 'a village offers its own shop'); end;
create trigger shop_sharings_by_two before insert on shop_sharings
  when new.state = 'accepted' and exists (select 1 from shop_sharings s where s.bank = new.bank and s.shop = new.shop
    and s.village = new.village
    and s.sequence = new.sequence - 1 and s.actor = new.actor)
  begin select raise(abort, 'who offered a shop does not accept it'); end;
create trigger shop_sharings_no_update before update on shop_sharings begin select raise(abort, 'shop_sharings is append-only'); end;
create trigger shop_sharings_no_delete before delete on shop_sharings begin select raise(abort, 'shop_sharings is append-only'); end;

-- What a shop offers: words and limits. A limit of 0 is none.
create table goods (
  bank        integer not null,
  shop        integer not null,
  code        text    not null,
  name_zh     text    not null,
  name_en     text    not null,
  unit_zh     text    not null,
  emoji       text    not null,
  position    integer not null,
  number      integer not null default 0, -- the owner of its account at cost
  category    text    not null default '',
  least_stock integer not null default 5 check (least_stock >= 0),
  visit_most  integer not null default 0 check (visit_most >= 0),
  month_most  integer not null default 0 check (month_most >= 0),
  year_most   integer not null default 0 check (year_most >= 0),
  adults_only integer not null default 0 check (adults_only in (0, 1)),
  cost        integer not null default 0 check (cost >= 0), -- what a piece is reckoned at where no invoice says it
  picture     blob    check (length(picture) = 32),
  primary key (bank, shop, code),
  foreign key (bank, shop) references shops (bank, number)
) strict, without rowid;

create unique index goods_by_number on goods (bank, number);

create trigger goods_keep_their_number before update of bank, shop, code, number on goods
  begin select raise(abort, 'a good keeps its number'); end;
create trigger goods_no_delete before delete on goods begin select raise(abort, 'goods are never deleted'); end;

-- A price of a good from a day on, with who approved it; 0 points takes it out of sale.
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

create trigger prices_no_delete before delete on prices begin select raise(abort, 'prices is append-only'); end;
create trigger prices_no_update before update of bank, shop, goods, version, points, valid_from, recorded_at, actor on prices
  begin select raise(abort, 'prices is append-only'); end;

-- A sheet of goods received, moved, counted or spoiled. A delivery that was typed wrongly is put right by the difference, any number of
-- times: a sheet of another person, that names the one it corrects.
create table stock_movements (
  bank     integer not null,
  number   integer not null check (number > 0),
  shop     integer not null,
  kind     text    not null check (kind in ('received', 'moved', 'counted', 'spoiled')),
  to_shop  integer,
  entry    integer, -- the journal's
  moved_on text    not null check (length(moved_on) = 10),
  actor    text    not null,
  origin   text    check (origin in ('purchase', 'donation')), -- where received goods came from
  partner  text    not null default '',
  receipt  text    not null default '',
  paid     integer not null default 0 check (paid in (0, 1)),
  count    integer, -- by which it was counted
  corrects integer, -- the sheet of the delivery that this one corrects
  primary key (bank, number),
  foreign key (bank, shop) references shops (bank, number)
) strict, without rowid;

create unique index stock_movements_by_count on stock_movements (bank, count) where count is not null;
create index stock_movements_by_corrects on stock_movements (bank, corrects) where corrects is not null;

create trigger stock_movements_no_delete before delete on stock_movements
  begin select raise(abort, 'stock_movements is append-only'); end;
create trigger stock_movements_of_counts before insert on stock_movements
  when (new.kind = 'counted') <> (new.count is not null)
  begin select raise(abort, 'what was counted is entered by its count'); end;
create trigger stock_movements_no_update before update of bank, number, shop, kind, to_shop, entry, moved_on, actor, origin, paid, count,
    corrects on stock_movements
  begin select raise(abort, 'stock_movements is append-only'); end;
create trigger stock_movements_correct_a_delivery before insert on stock_movements
  when new.corrects is not null and not exists (select 1 from stock_movements r
    where r.bank = new.bank and r.number = new.corrects and r.kind = 'received' and r.corrects is null and r.shop = new.shop
      and new.kind = 'received' and new.entry is not null
      and coalesce(r.origin, '') = coalesce(new.origin, '') and r.paid = new.paid and not exists (select 1 from entries v
        where v.bank = r.bank and v.reverses = r.entry))
  begin select raise(abort, 'a delivery that stands is corrected'); end;
create trigger stock_movements_corrected_by_another before insert on stock_movements
  when exists (select 1 from stock_movements r where r.bank = new.bank and r.number = new.corrects and r.actor = new.actor)
  begin select raise(abort, 'another than who entered a delivery corrects it'); end;

-- What of a good was found or moved. In a correction quantity is how many came in truth, change and cost are what the shelf and its cost
-- changed by; cost and variance together are what the delivery is worth more or less.
create table stock_lines (
  bank     integer not null,
  movement integer not null,
  line     integer not null check (line > 0),
  goods    text    not null,
  quantity integer not null check (quantity >= 0),
  change   integer not null,
  cost     integer not null default 0, -- in fen, of its change
  reason   text    not null default '', -- for a difference that was counted
  variance integer not null default 0, -- what of a difference of cost had gone out with goods before, in fen
  primary key (bank, movement, line),
  foreign key (bank, movement) references stock_movements (bank, number)
) strict, without rowid;

create trigger stock_lines_no_delete before delete on stock_lines begin select raise(abort, 'stock_lines is append-only'); end;
create trigger stock_lines_no_update before update of bank, movement, line, goods, quantity, change, cost, variance on stock_lines
  begin select raise(abort, 'stock_lines is append-only'); end;
create trigger stock_lines_vary_by_corrections before insert on stock_lines
  when new.variance <> 0 and not exists (select 1 from stock_movements m where m.bank = new.bank and m.number = new.movement
    and m.corrects is not null)
  begin select raise(abort, 'a correction alone has costs that went out before'); end;
create trigger stock_lines_correct_what_came before insert on stock_lines
  when exists (select 1 from stock_movements m where m.bank = new.bank and m.number = new.movement and m.corrects is not null and (
    select coalesce(sum(l.change), 0) from stock_movements o join stock_lines l on l.bank = o.bank and l.movement = o.number
      and l.goods = new.goods
    where o.bank = new.bank and (o.number = m.corrects or o.corrects = m.corrects)) + new.change < 0)
  begin select raise(abort, 'no more is taken off a delivery than came'); end;

-- A count at a place, one open at a time. Two people count one after the other without seeing each other's figures.
create table stock_counts (
  bank      integer not null,
  number    integer not null check (number > 0),
  shop      integer not null,
  opened_at integer not null,
  actor     text    not null,
  primary key (bank, number),
  foreign key (bank, shop) references shops (bank, number)
) strict, without rowid;

create trigger stock_counts_one_at_a_time before insert on stock_counts
  when exists (select 1 from stock_counts c where c.bank = new.bank and c.shop = new.shop
    and not exists (select 1 from stock_count_ends e where e.bank = c.bank and e.count = c.number))
  begin select raise(abort, 'a count is open at this place'); end;
create trigger stock_counts_no_update before update on stock_counts begin select raise(abort, 'stock_counts is append-only'); end;
create trigger stock_counts_no_delete before delete on stock_counts begin select raise(abort, 'stock_counts is append-only'); end;

-- What one of the two found of a good; the last attempt counts. The difference is what was found less what the book said at that moment,
-- so that what is sold between the two counts does not matter.
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

create trigger stock_count_lines_by_two before insert on stock_count_lines
  when exists (select 1 from stock_count_lines l where l.bank = new.bank and l.count = new.count and l.counter <> new.counter
    and l.actor = new.actor)
  begin select raise(abort, 'a count is made by two people'); end;
create trigger stock_count_lines_while_open before insert on stock_count_lines
  when exists (select 1 from stock_count_ends e where e.bank = new.bank and e.count = new.count)
  begin select raise(abort, 'the count has ended'); end;
create trigger stock_count_lines_no_update before update on stock_count_lines
  begin select raise(abort, 'stock_count_lines is append-only'); end;
create trigger stock_count_lines_no_delete before delete on stock_count_lines
  begin select raise(abort, 'stock_count_lines is append-only'); end;

-- How a count ended: entered by a stock sheet, or dropped.
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

create trigger stock_count_ends_no_update before update on stock_count_ends
  begin select raise(abort, 'stock_count_ends is append-only'); end;
create trigger stock_count_ends_no_delete before delete on stock_count_ends
  begin select raise(abort, 'stock_count_ends is append-only'); end;

-- A shift of an attendant at a shop, one open at a time.
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

create trigger shifts_one_at_a_time before insert on shifts
  when exists (select 1 from shifts s where s.bank = new.bank and s.shop = new.shop and s.actor = new.actor
    and not exists (select 1 from shift_ends e where e.bank = s.bank and e.shift = s.number))
  begin select raise(abort, 'this attendant has a shift open here'); end;
create trigger shifts_no_update before update on shifts begin select raise(abort, 'shifts is append-only'); end;
create trigger shifts_no_delete before delete on shifts begin select raise(abort, 'shifts is append-only'); end;

-- The end of a shift; whoever ended it may be a supervisor.
create table shift_ends (
  bank     integer not null,
  shift    integer not null,
  ended_at integer not null,
  actor    text    not null,
  primary key (bank, shift),
  foreign key (bank, shift) references shifts (bank, number)
) strict, without rowid;

create trigger shift_ends_no_update before update on shift_ends begin select raise(abort, 'shift_ends is append-only'); end;
create trigger shift_ends_no_delete before delete on shift_ends begin select raise(abort, 'shift_ends is append-only'); end;

-- What an attendant counted at the opening or closing of a shift, beside what the book said. Nothing is entered by it.
create table shift_counts (
  bank     integer not null,
  shift    integer not null,
  phase    text    not null check (phase in ('opening', 'closing')),
  goods    text    not null,
  quantity integer not null check (quantity >= 0),
  expected integer not null, -- what the book said then
  primary key (bank, shift, phase, goods),
  foreign key (bank, shift) references shifts (bank, number)
) strict, without rowid;

create trigger shift_counts_no_update before update on shift_counts begin select raise(abort, 'shift_counts is append-only'); end;
create trigger shift_counts_no_delete before delete on shift_counts begin select raise(abort, 'shift_counts is append-only'); end;

-- Goods kept ready for a household: its points are held in its village's book, the goods in that of the shop. How it ended is how the
-- hold on the points ended. Past ready_until it has expired, whether or not the hold has been ended.
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

create trigger reservations_no_update before update on reservations begin select raise(abort, 'reservations is append-only'); end;
create trigger reservations_no_delete before delete on reservations begin select raise(abort, 'reservations is append-only'); end;
create trigger reservations_shared_by_both before insert on reservations
  when exists (select 1 from shops p where p.bank = new.bank and p.number = new.shop and p.kind = 'shared'
    and coalesce((select s.state from shop_sharings s where s.bank = p.goods_bank and s.shop = p.goods_shop and s.village = p.bank
      order by s.sequence desc limit 1), '') <> 'accepted')
  begin select raise(abort, 'the shop is not shared with this village'); end;

-- A good kept ready, at the price agreed.
create table reservation_items (
  bank        integer not null,
  reservation integer not null,
  line        integer not null check (line > 0),
  goods       text    not null,
  quantity    integer not null check (quantity > 0),
  price       integer not null check (price > 0),
  hold        integer, -- on the shelf, in the book of the goods; none at a merchant's
  primary key (bank, reservation, line),
  foreign key (bank, reservation) references reservations (bank, number)
) strict, without rowid;

create trigger reservation_items_no_update before update on reservation_items
  begin select raise(abort, 'reservation_items is append-only'); end;
create trigger reservation_items_no_delete before delete on reservation_items
  begin select raise(abort, 'reservation_items is append-only'); end;

-- Paper worth a set number of points, which are held until it is spent, void or past its day. code_hash is the HMAC-SHA-256 of voucher,
-- bank, number and code (set apart by blanks) under the server's key of the name key_name, which lies in no database; where that is
-- empty, the SHA-256.
create table vouchers (
  bank        integer not null,
  number      integer not null check (number > 0),
  household   integer not null,
  points      integer not null check (points > 0),
  hold        integer not null,
  code_hash   blob    not null check (length(code_hash) = 32),
  issued_at   integer not null,
  valid_until integer not null,
  actor       text    not null,
  key_name    text    not null default '' check (length(key_name) in (0, 8)), -- empty: a digest of the code alone
  primary key (bank, number),
  unique (bank, hold),
  foreign key (bank, household) references households (bank, number)
) strict, without rowid;

create index vouchers_by_household on vouchers (bank, household, number);

create trigger vouchers_no_update before update on vouchers begin select raise(abort, 'vouchers is append-only'); end;
create trigger vouchers_no_delete before delete on vouchers begin select raise(abort, 'vouchers is append-only'); end;

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

create trigger voucher_voids_no_delete before delete on voucher_voids begin select raise(abort, 'voucher_voids is append-only'); end;
create trigger voucher_voids_no_update before update of bank, voucher, voided_at, actor on voucher_voids
  begin select raise(abort, 'voucher_voids is append-only'); end;

-- A slip: household, shop, how it was authorised, where the goods lay, what they had cost, and what was spent beside the balance (a
-- reservation, a voucher, an allowance of a trip). It is void when its entry is reversed.
create table redemptions (
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
  location      integer not null, -- where the goods lay
  goods_entry   integer, -- in the book of the bank that owns the goods, where that is another one
  cost          integer not null check (cost >= 0), -- what they had cost, in fen
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

create index redemptions_by_household on redemptions (bank, household, redeemed_on);
create unique index redemptions_by_reservation on redemptions (bank, reservation) where reservation is not null;
create unique index redemptions_by_voucher on redemptions (bank, voucher) where voucher is not null;
create index redemptions_by_shift on redemptions (bank, shift) where shift is not null;
create index redemptions_by_shop on redemptions (bank, shop, redeemed_on);

create trigger redemptions_no_update before update on redemptions begin select raise(abort, 'redemptions is append-only'); end;
create trigger redemptions_no_delete before delete on redemptions begin select raise(abort, 'redemptions is append-only'); end;
create trigger redemptions_shared_by_both before insert on redemptions
  when new.trip is null and exists (select 1 from shops p where p.bank = new.bank and p.number = new.shop and p.kind = 'shared'
    and coalesce((select s.state from shop_sharings s where s.bank = p.goods_bank and s.shop = p.goods_shop and s.village = p.bank
      order by s.sequence desc limit 1), '') <> 'accepted')
  begin select raise(abort, 'the shop is not shared with this village'); end;

-- A good of a slip, with the price of that day.
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

create trigger redemption_items_no_update before update on redemption_items
  begin select raise(abort, 'redemption_items is append-only'); end;
create trigger redemption_items_no_delete before delete on redemption_items
  begin select raise(abort, 'redemption_items is append-only'); end;

-- The shops that are paid by statement for the points that they took.
create view billed_shops as select bank, number as shop from shops where kind in ('contract', 'shared');
