-- Every account has its head from its opening on. What the journal says of those that had none is added when the program starts.
insert into account_heads (bank, account, kind, owner, period, balance, total_in, total_out, held, postings, last_posting)
select a.bank, a.number, a.kind, a.owner, a.period, 0, 0, 0, 0, 0, 0 from accounts a
where not exists (select 1 from account_heads h where h.bank = a.bank and h.account = a.number);
insert into standing_counts (bank, period, standing, households)
select h.bank, h.period, 0, count(*) from account_heads h where h.kind = 2 and h.postings = 0 group by h.bank, h.period
on conflict (bank, period, standing) do update set households = standing_counts.households + excluded.households;
