-- What was credited and deducted under which rule.

-- A credit or deduction under a rule, by household and day: caps and boards read it. A reversal adds the mirror row on the same day.
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
  source       text    not null default '', -- its entry's, such as claim:12; empty where a clerk entered it directly
  primary key (bank, household, effective_on, entry),
  foreign key (bank, household) references households (bank, number)
) strict, without rowid;

create index deeds_by_day on deeds (bank, effective_on);

create trigger deeds_no_update before update on deeds begin select raise(abort, 'deeds is append-only'); end;
create trigger deeds_no_delete before delete on deeds begin select raise(abort, 'deeds is append-only'); end;
-- Nobody decides what moves points, standing or favours of the own household or a relative's. What a notice or confirmed hours brought
-- was decided before, by others.
create trigger deeds_no_kin before insert on deeds
  when new.source = '' and new.reverses is null and exists (select 1 from entries e join staff_ties t on t.bank = e.bank
    and t.household = new.household and e.actor = 'staff:' || t.staff
    where e.bank = new.bank and e.number = new.entry)
  begin select raise(abort, 'nobody credits or deducts the own household or a relative'); end;
