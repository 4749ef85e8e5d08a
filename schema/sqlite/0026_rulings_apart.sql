-- Whoever sat in the meeting that decided a claim, and did not keep out of it, does not rule on an objection to it.

drop trigger rulings_not_involved;
create trigger rulings_not_involved before insert on rulings
  when exists (select 1 from objections o join claims c on c.bank = o.bank and c.number = o.claim where o.bank = new.bank and o.number = new.objection and (
    c.recorded_by = new.actor
    or exists (select 1 from claim_steps s where s.bank = c.bank and s.claim = c.number and s.state in ('collected', 'assessed') and s.actor = new.actor)
    or exists (select 1 from claim_steps s join assessment_people p on p.bank = s.bank and p.session = s.session
      where s.bank = c.bank and s.claim = c.number and s.state = 'assessed' and new.actor = 'staff:' || p.staff
        and not exists (select 1 from assessment_recusals k where k.bank = p.bank and k.session = p.session and k.claim = c.number and k.staff = p.staff))
    or exists (select 1 from staff_ties t where t.bank = c.bank and new.actor = 'staff:' || t.staff and (t.household = c.household or t.household = o.household))))
  begin select raise(abort, 'who had a part in the claim does not rule on it'); end;
