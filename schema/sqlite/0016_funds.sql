-- The fund: money in and out, who may be named for what they gave, and statements by which shops are paid for the points they took.

-- Money into the fund's cash box (a contribution and its source) or out of it (to a supplier for a stock sheet, never more than is owed;
-- or spent on something else). A void is the entry's reversal.
create table fund_movements (
  bank     integer not null,
  number   integer not null check (number > 0),
  kind     text    not null check (kind in ('contribution', 'supplier', 'spent')),
  source   integer check (source in (1, 2, 3, 4, 5, 7)), -- 7: another village, by statement
  purchase integer, -- the stock sheet
  partner  text    not null,
  fen      integer not null check (fen > 0),
  receipt  text    not null,
  moved_on text    not null check (length(moved_on) = 10),
  entry    integer not null,
  actor    text    not null,
  primary key (bank, number),
  unique (bank, entry),
  check ((kind = 'contribution') = (source is not null)),
  check ((kind = 'supplier') = (purchase is not null)),
  foreign key (bank, entry) references entries (bank, number),
  foreign key (bank, purchase) references stock_movements (bank, number)
) strict, without rowid;

create index fund_movements_by_purchase on fund_movements (bank, purchase) where purchase is not null;

create trigger fund_movements_no_delete before delete on fund_movements begin select raise(abort, 'fund_movements is append-only'); end;
create trigger fund_movements_no_update before update of bank, number, kind, source, purchase, fen, moved_on, entry,
    actor on fund_movements
  begin select raise(abort, 'fund_movements is append-only'); end;
-- What is owed for a purchase is what it cost in the end.
create trigger fund_movements_within_debt before insert on fund_movements
  when new.kind = 'supplier' and new.fen >
    coalesce((select sum(l.cost + l.variance) from stock_movements m join stock_lines l on l.bank = m.bank and l.movement = m.number
      where m.bank = new.bank and (m.number = new.purchase or m.corrects = new.purchase) and m.origin = 'purchase' and m.paid = 0
        and not exists (select 1 from entries v where v.bank = m.bank and v.reverses = m.entry)), 0)
    - coalesce((select sum(f.fen) from fund_movements f where f.bank = new.bank and f.purchase = new.purchase
        and not exists (select 1 from entries v where v.bank = f.bank and v.reverses = f.entry)), 0)
  begin select raise(abort, 'more than is owed for the purchase'); end;

-- Whether who gave money (fund, a movement) or goods (stock, a sheet) may be named in public; the last word counts, and no word is no.
create table donor_consents (
  bank        integer not null,
  gift        text    not null check (gift in ('fund', 'stock')),
  number      integer not null,
  version     integer not null check (version > 0),
  named       integer not null check (named in (0, 1)),
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, gift, number, version)
) strict, without rowid;

create trigger donor_consents_no_update before update on donor_consents begin select raise(abort, 'donor_consents is append-only'); end;
create trigger donor_consents_no_delete before delete on donor_consents begin select raise(abort, 'donor_consents is append-only'); end;

-- What a shop handed out in some days, frozen with its words and values, so that it can be printed again as it was.
create table settlements (
  bank     integer not null,
  number   integer not null check (number > 0),
  shop     integer not null,
  kind     text    not null check (kind in ('village', 'contract', 'shared')),
  name_zh  text    not null,
  name_en  text    not null,
  from_on  text    not null check (length(from_on) = 10),
  until_on text    not null check (length(until_on) = 10 and until_on >= from_on),
  points   integer not null,
  value    integer not null,
  due      integer not null check (due >= 0), -- nothing for the village's own shop
  cost     integer not null,
  head     text    not null,
  made_at  integer not null,
  actor    text    not null,
  primary key (bank, number),
  check (due = case when kind = 'village' then 0 else value end),
  foreign key (bank, shop) references shops (bank, number)
) strict, without rowid;

create index settlements_by_shop on settlements (bank, shop, number);

create trigger settlements_no_delete before delete on settlements begin select raise(abort, 'settlements is append-only'); end;
create trigger settlements_no_update before update of bank, number, shop, kind, from_on, until_on, points, value, due, cost, head,
    made_at, actor on settlements
  begin select raise(abort, 'settlements is append-only'); end;

-- A good of a statement, frozen with its names, rate and sum. A line of sign -1 takes off what was billed before and voided since.
create table settlement_lines (
  bank       integer not null,
  settlement integer not null,
  line       integer not null check (line > 0),
  sign       integer not null check (sign in (-1, 1)),
  goods      text    not null,
  name_zh    text    not null,
  name_en    text    not null,
  unit_zh    text    not null,
  rate       integer not null check (rate > 0),
  quantity   integer not null check (quantity > 0),
  points     integer not null check (points > 0),
  primary key (bank, settlement, line),
  foreign key (bank, settlement) references settlements (bank, number)
) strict, without rowid;

create trigger settlement_lines_before_signing before insert on settlement_lines
  when exists (select 1 from settlement_steps s where s.bank = new.bank and s.settlement = new.settlement)
  begin select raise(abort, 'the statement is signed'); end;
create trigger settlement_lines_no_delete before delete on settlement_lines
  begin select raise(abort, 'settlement_lines is append-only'); end;
create trigger settlement_lines_no_update before update of bank, settlement, line, sign, goods, unit_zh, rate, quantity,
    points on settlement_lines
  begin select raise(abort, 'settlement_lines is append-only'); end;

-- A redemption that a statement bills (1), or takes off again because it was voided after it had been billed (-1).
create table settlement_redemptions (
  bank       integer not null,
  redemption integer not null,
  sign       integer not null check (sign in (-1, 1)),
  settlement integer not null,
  points     integer not null check (points > 0),
  rate       integer not null check (rate > 0),
  cost       integer not null check (cost >= 0),
  primary key (bank, redemption, sign, settlement),
  foreign key (bank, settlement) references settlements (bank, number),
  foreign key (bank, redemption) references redemptions (bank, number)
) strict, without rowid;

create index settlement_redemptions_by_settlement on settlement_redemptions (bank, settlement);

create trigger settlement_redemptions_once before insert on settlement_redemptions
  when exists (
    select 1 from settlement_redemptions m where m.bank = new.bank and m.redemption = new.redemption and m.sign = new.sign
      and not exists (select 1 from settlement_steps d where d.bank = m.bank and d.settlement = m.settlement and d.step = 'dropped'))
  begin select raise(abort, 'a redemption stands in one statement'); end;
create trigger settlement_redemptions_before_signing before insert on settlement_redemptions
  when exists (select 1 from settlement_steps s where s.bank = new.bank and s.settlement = new.settlement)
  begin select raise(abort, 'the statement is signed'); end;
create trigger settlement_redemptions_no_update before update on settlement_redemptions
  begin select raise(abort, 'settlement_redemptions is append-only'); end;
create trigger settlement_redemptions_no_delete before delete on settlement_redemptions
  begin select raise(abort, 'settlement_redemptions is append-only'); end;

-- A step of a statement, each once and in this order: signed for the shop, for supervision, approved, paid, by three different people; or
-- dropped before it was approved, which sets its redemptions free.
create table settlement_steps (
  bank        integer not null,
  settlement  integer not null,
  sequence    integer not null,
  step        text    not null check (step in ('signed_shop', 'signed_supervisor', 'approved', 'paid', 'dropped')),
  name        text    not null,
  reason      text    not null,
  entry       integer, -- made it owed, or paid it
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, settlement, sequence),
  check (sequence = case step when 'signed_shop' then 1 when 'signed_supervisor' then 2 when 'approved' then 3
    when 'paid' then 4 else sequence end),
  check (sequence between 1 and case step when 'dropped' then 3 else 4 end),
  check (entry is null or step in ('approved', 'paid')),
  foreign key (bank, settlement) references settlements (bank, number)
) strict, without rowid;

create trigger settlement_steps_in_order before insert on settlement_steps
  when new.sequence <> 1 + (select count(*) from settlement_steps s where s.bank = new.bank and s.settlement = new.settlement)
    or exists (select 1 from settlement_steps s where s.bank = new.bank and s.settlement = new.settlement and s.step = 'dropped')
  begin select raise(abort, 'the steps of a statement follow one another'); end;
create trigger settlement_steps_by_others before insert on settlement_steps
  when new.step in ('signed_supervisor', 'approved')
    and exists (select 1 from settlement_steps s where s.bank = new.bank and s.settlement = new.settlement and s.actor = new.actor)
  begin select raise(abort, 'shop, supervisor and approver are three people'); end;
create trigger settlement_steps_pay_what_is_due before insert on settlement_steps
  when new.step = 'paid' and exists (select 1 from settlements t where t.bank = new.bank and t.number = new.settlement and t.due = 0)
  begin select raise(abort, 'nothing is due'); end;
create trigger settlement_steps_keep_what_was_taken_off before insert on settlement_steps
  when new.step = 'dropped' and exists (
    select 1 from settlement_redemptions own
    join settlement_redemptions off on off.bank = own.bank and off.redemption = own.redemption and off.sign = -1 and own.sign = 1
    where own.bank = new.bank and own.settlement = new.settlement
      and not exists (select 1 from settlement_steps d where d.bank = off.bank and d.settlement = off.settlement and d.step = 'dropped'))
  begin select raise(abort, 'a later statement takes something of this one off'); end;
create trigger settlement_steps_no_delete before delete on settlement_steps
  begin select raise(abort, 'settlement_steps is append-only'); end;
create trigger settlement_steps_no_update before update of bank, settlement, sequence, step, entry, recorded_at, actor on settlement_steps
  begin select raise(abort, 'settlement_steps is append-only'); end;

-- Points on an approved statement of such a shop.
create view billed_points as
  select t.bank, t.points, s.recorded_at as approved_at
  from settlements t join settlement_steps s on s.bank = t.bank and s.settlement = t.number and s.step = 'approved'
  where t.kind <> 'village';
