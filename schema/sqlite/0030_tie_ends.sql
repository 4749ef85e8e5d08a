-- Who was kin and is no more: a tie that ends keeps who ended it, because whoever has none decides about that household.
create table tie_ends (
  bank        integer not null,
  number      integer not null check (number > 0),
  staff       integer not null references staff (number),
  household   integer not null,
  tie         text    not null check (tie in ('own', 'relative')),
  since       integer not null,
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, number),
  foreign key (bank, household) references households (bank, number)
) strict, without rowid;

create index tie_ends_by_tie on tie_ends (bank, staff, household, since);

create trigger tie_ends_no_update before update on tie_ends begin select raise(abort, 'tie_ends is append-only'); end;
create trigger tie_ends_no_delete before delete on tie_ends begin select raise(abort, 'tie_ends is append-only'); end;

create trigger staff_ties_end_kept before delete on staff_ties
  when not exists (select 1 from tie_ends e
    where e.bank = old.bank and e.staff = old.staff and e.household = old.household and e.tie = old.tie and e.since = old.recorded_at)
  begin select raise(abort, 'whoever ends a tie is kept'); end;
create trigger staff_ties_no_update before update on staff_ties begin select raise(abort, 'a tie ends and another begins'); end;
