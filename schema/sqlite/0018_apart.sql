-- Villages are kept apart, and kin from decisions, by the database too.

-- A village's shop serves another village from the offer of the one and the acceptance of the other until one of both ends it. The last step holds;
-- whose village said it stands beside it.
create table shop_sharings (
  bank        integer not null,
  shop        integer not null,
  village     integer not null references banks (bank),
  sequence    integer not null check (sequence > 0),
  state       text    not null check (state in ('offered', 'accepted', 'ended')),
  said_by     integer not null,
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
  when new.sequence <> 1 + coalesce((select max(s.sequence) from shop_sharings s where s.bank = new.bank and s.shop = new.shop and s.village = new.village), 0)
    or coalesce((select s.state from shop_sharings s where s.bank = new.bank and s.shop = new.shop and s.village = new.village order by s.sequence desc limit 1), 'ended')
      || ' ' || new.state not in ('ended offered', 'offered accepted', 'offered ended', 'accepted ended')
  begin select raise(abort, 'a shop is offered, accepted and ended in that order'); end;
create trigger shop_sharings_own_shop before insert on shop_sharings
  when new.state = 'offered' and not exists (select 1 from shops s where s.bank = new.bank and s.number = new.shop and s.kind = 'village')
  begin select raise(abort, 'a village offers its own shop'); end;
create trigger shop_sharings_by_two before insert on shop_sharings
  when new.state = 'accepted' and exists (select 1 from shop_sharings s where s.bank = new.bank and s.shop = new.shop and s.village = new.village
    and s.sequence = new.sequence - 1 and s.actor = new.actor)
  begin select raise(abort, 'who offered a shop does not accept it'); end;
create trigger shop_sharings_no_update before update on shop_sharings begin select raise(abort, 'shop_sharings is append-only'); end;
create trigger shop_sharings_no_delete before delete on shop_sharings begin select raise(abort, 'shop_sharings is append-only'); end;

-- Nothing of another village's is opened, kept ready, handed out or set aside without both. What a device took along may be told later.
create trigger shops_shared_by_both before insert on shops
  when new.kind = 'shared' and coalesce((select s.state from shop_sharings s where s.bank = new.goods_bank and s.shop = new.goods_shop and s.village = new.bank order by s.sequence desc limit 1), '') <> 'accepted'
  begin select raise(abort, 'the shop is not shared with this village'); end;
create trigger redemptions_shared_by_both before insert on redemptions
  when new.trip is null and exists (select 1 from shops p where p.bank = new.bank and p.number = new.shop and p.kind = 'shared'
    and coalesce((select s.state from shop_sharings s where s.bank = p.goods_bank and s.shop = p.goods_shop and s.village = p.bank order by s.sequence desc limit 1), '') <> 'accepted')
  begin select raise(abort, 'the shop is not shared with this village'); end;
create trigger reservations_shared_by_both before insert on reservations
  when exists (select 1 from shops p where p.bank = new.bank and p.number = new.shop and p.kind = 'shared'
    and coalesce((select s.state from shop_sharings s where s.bank = p.goods_bank and s.shop = p.goods_shop and s.village = p.bank order by s.sequence desc limit 1), '') <> 'accepted')
  begin select raise(abort, 'the shop is not shared with this village'); end;
create trigger trip_villages_shared_by_both before insert on trip_villages
  when new.village <> new.bank and not exists (select 1 from trips t where t.bank = new.bank and t.number = new.trip
    and (select s.state from shop_sharings s where s.bank = t.bank and s.shop = t.shop and s.village = new.village order by s.sequence desc limit 1) = 'accepted')
  begin select raise(abort, 'the shop is not shared with this village'); end;
create trigger trip_allowances_shared_by_both before insert on trip_allowances
  when new.sequence = 1 and new.village <> new.bank and not exists (select 1 from trips t where t.bank = new.bank and t.number = new.trip
    and (select s.state from shop_sharings s where s.bank = t.bank and s.shop = t.shop and s.village = new.village order by s.sequence desc limit 1) = 'accepted')
  begin select raise(abort, 'the shop is not shared with this village'); end;

-- Nobody decides what moves points, standing or favours of the own household or a relative's. What a notice or confirmed hours brought was decided before, by others.
create trigger deeds_no_kin before insert on deeds
  when new.source = '' and new.reverses is null and exists (select 1 from entries e join staff_ties t on t.bank = e.bank and t.household = new.household and e.actor = 'staff:' || t.staff
    where e.bank = new.bank and e.number = new.entry)
  begin select raise(abort, 'nobody credits or deducts the own household or a relative'); end;
-- Of kind are 2 credits, 3 deductions, 4 redemptions; of accounts 1 points and 2 standing of a household.
create trigger entries_no_kin before insert on entries
  when new.reverses is not null and exists (select 1 from entries e
    join postings p on p.bank = e.bank and p.number >= e.first_posting and p.number < e.first_posting + e.postings
    join accounts a on a.bank = p.bank and a.number = p.account and a.kind in (1, 2)
    join staff_ties t on t.bank = a.bank and t.household = a.owner and new.actor = 'staff:' || t.staff
    where e.bank = new.bank and e.number = new.reverses and e.kind in (2, 3, 4))
  begin select raise(abort, 'nobody reverses for the own household or a relative'); end;
create trigger black_entry_steps_no_kin before insert on black_entry_steps
  when new.state in ('amended', 'withdrawn') and exists (select 1 from black_entries b join staff_ties t on t.bank = b.bank and t.household = b.household and new.actor = 'staff:' || t.staff
    where b.bank = new.bank and b.number = new.entry)
  begin select raise(abort, 'nobody ends an entry of the own household or a relative'); end;
create trigger favour_suspension_ends_no_kin before insert on favour_suspension_ends
  when new.kind in ('refused', 'amended') and exists (select 1 from favour_suspensions s join staff_ties t on t.bank = s.bank and t.household = s.household and new.actor = 'staff:' || t.staff
    where s.bank = new.bank and s.number = new.suspension)
  begin select raise(abort, 'nobody ends a suspension of the own household or a relative'); end;
create trigger favour_grants_no_kin before insert on favour_grants
  when exists (select 1 from staff_ties t where t.bank = new.bank and t.household = new.household and new.actor = 'staff:' || t.staff)
  begin select raise(abort, 'nobody grants the own household or a relative a favour'); end;
create trigger honour_decisions_no_kin before insert on honour_decisions
  when exists (select 1 from honour_candidates c join staff_ties t on t.bank = c.bank and t.household = c.household and new.actor = 'staff:' || t.staff
    where c.bank = new.bank and c.number = new.candidate)
  begin select raise(abort, 'nobody decides on the own household or a relative'); end;
create trigger awards_no_kin before insert on awards
  when exists (select 1 from staff_ties t where t.bank = new.bank and t.household = new.household and new.actor = 'staff:' || t.staff)
  begin select raise(abort, 'nobody awards the own household or a relative'); end;
create trigger award_removals_no_kin before insert on award_removals
  when exists (select 1 from awards w join staff_ties t on t.bank = w.bank and t.household = w.household and new.actor = 'staff:' || t.staff
    where w.bank = new.bank and w.number = new.award)
  begin select raise(abort, 'nobody takes back an award of the own household or a relative'); end;
create trigger household_changes_no_kin before insert on household_changes
  when (new.points <> 0 or new.merit <> 0) and exists (select 1 from staff_ties t where new.actor = 'staff:' || t.staff
    and ((t.bank = new.bank and t.household = new.household) or (t.bank = new.other_bank and t.household = new.other_household)))
  begin select raise(abort, 'nobody moves points of the own household or a relative'); end;

-- A trip's allowances are set aside before it is prepared; who comes later takes nothing along.
create trigger trip_allowances_before_prepared before insert on trip_allowances
  when new.sequence = 1 and exists (select 1 from trip_preparations p where p.bank = new.bank and p.trip = new.trip)
  begin select raise(abort, 'a prepared trip sets nothing more aside'); end;
