-- A delivery that was typed wrongly is put right by the difference, any number of times: a sheet that names the one it corrects.

-- The sheet of the delivery that this one corrects.
alter table stock_movements add column corrects integer;

-- What of a difference of cost had gone out with goods before it was known, in fen: it is a cost of goods handed out. The rest is the line's cost.
alter table stock_lines add column variance integer not null default 0;

create index stock_movements_by_corrects on stock_movements (bank, corrects) where corrects is not null;

drop trigger stock_movements_no_update;
create trigger stock_movements_no_update before update of bank, number, shop, kind, to_shop, entry, moved_on, actor, origin, paid, count, corrects on stock_movements begin select raise(abort, 'stock_movements is append-only'); end;
drop trigger stock_lines_no_update;
create trigger stock_lines_no_update before update of bank, movement, line, goods, quantity, change, cost, variance on stock_lines begin select raise(abort, 'stock_lines is append-only'); end;

create trigger stock_movements_correct_a_delivery before insert on stock_movements
  when new.corrects is not null and not exists (select 1 from stock_movements r
    where r.bank = new.bank and r.number = new.corrects and r.kind = 'received' and r.corrects is null and r.shop = new.shop and new.kind = 'received' and new.entry is not null
      and coalesce(r.origin, '') = coalesce(new.origin, '') and r.paid = new.paid and not exists (select 1 from entries v where v.bank = r.bank and v.reverses = r.entry))
  begin select raise(abort, 'a delivery that stands is corrected'); end;
create trigger stock_movements_corrected_by_another before insert on stock_movements
  when exists (select 1 from stock_movements r where r.bank = new.bank and r.number = new.corrects and r.actor = new.actor)
  begin select raise(abort, 'another than who entered a delivery corrects it'); end;
create trigger stock_lines_vary_by_corrections before insert on stock_lines
  when new.variance <> 0 and not exists (select 1 from stock_movements m where m.bank = new.bank and m.number = new.movement and m.corrects is not null)
  begin select raise(abort, 'a correction alone has costs that went out before'); end;
create trigger stock_lines_correct_what_came before insert on stock_lines
  when exists (select 1 from stock_movements m where m.bank = new.bank and m.number = new.movement and m.corrects is not null and (
    select coalesce(sum(l.change), 0) from stock_movements o join stock_lines l on l.bank = o.bank and l.movement = o.number and l.goods = new.goods
    where o.bank = new.bank and (o.number = m.corrects or o.corrects = m.corrects)) + new.change < 0)
  begin select raise(abort, 'no more is taken off a delivery than came'); end;

-- What is owed for a purchase is what it cost in the end.
drop trigger fund_movements_within_debt;
create trigger fund_movements_within_debt before insert on fund_movements
  when new.kind = 'supplier' and new.fen >
    coalesce((select sum(l.cost + l.variance) from stock_movements m join stock_lines l on l.bank = m.bank and l.movement = m.number
      where m.bank = new.bank and (m.number = new.purchase or m.corrects = new.purchase) and m.origin = 'purchase' and m.paid = 0
        and not exists (select 1 from entries v where v.bank = m.bank and v.reverses = m.entry)), 0)
    - coalesce((select sum(f.fen) from fund_movements f where f.bank = new.bank and f.purchase = new.purchase
        and not exists (select 1 from entries v where v.bank = f.bank and v.reverses = f.entry)), 0)
  begin select raise(abort, 'more than is owed for the purchase'); end;

-- What the clock let lapse or ended by itself, in order: a wrong day is told by these numbers, whatever times it left.
create table clock_works (
  bank    integer not null references books (bank),
  number  integer not null check (number > 0),
  kind    text    not null check (kind in ('hold', 'suspension')),
  subject integer not null,
  primary key (bank, number),
  unique (bank, kind, subject)
) strict, without rowid;

create trigger clock_works_no_update before update on clock_works begin select raise(abort, 'clock_works is append-only'); end;
create trigger clock_works_no_delete before delete on clock_works begin select raise(abort, 'clock_works is append-only'); end;

-- The last of each at a confirmation of the clock; 0 in one that was made before they were kept.
alter table clock_heads add column work integer not null default 0;
alter table clock_heads add column publication integer not null default 0;
alter table clock_heads add column run integer not null default 0;
