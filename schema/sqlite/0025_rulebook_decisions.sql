-- A version of the rulebook is in force once it was decided: adopted by one person alone until the book's first entry, confirmed by another
-- person afterwards. One that waits or was refused never is.

create table rulebook_decisions (
  bank        integer not null,
  version     integer not null,
  kind        text    not null check (kind in ('alone', 'confirmed', 'refused')),
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, version),
  foreign key (bank, version) references rulebooks (bank, version)
) strict, without rowid;

-- What one person adopted before a second one was asked stays in force.
insert into rulebook_decisions (bank, version, kind, recorded_at, actor)
  select bank, version, 'alone', unixepoch() * 1000, actor from rulebooks;

create trigger rulebook_decisions_by_another before insert on rulebook_decisions
  when new.kind = 'confirmed' and exists (
    select 1 from rulebooks r where r.bank = new.bank and r.version = new.version and r.actor = new.actor)
  begin select raise(abort, 'who proposed a rulebook does not confirm it'); end;
-- The day is the village's, eight hours ahead.
create trigger rulebook_decisions_not_late before insert on rulebook_decisions
  when new.kind = 'confirmed' and exists (
    select 1 from rulebooks r where r.bank = new.bank and r.version = new.version
      and r.valid_from < date(new.recorded_at / 1000 + 28800, 'unixepoch'))
  begin select raise(abort, 'a rulebook is not confirmed after its first day'); end;
create trigger rulebook_decisions_alone_at_first before insert on rulebook_decisions
  when new.kind = 'alone' and (
    not exists (select 1 from rulebooks r where r.bank = new.bank and r.version = new.version and r.actor = new.actor)
    or exists (select 1 from entries e where e.bank = new.bank))
  begin select raise(abort, 'one person adopts a rulebook only before the first entry'); end;
create trigger rules_undecided before insert on rules
  when exists (select 1 from rulebook_decisions d where d.bank = new.bank and d.version = new.version)
  begin select raise(abort, 'a rulebook that was decided gets no more rules'); end;
create trigger rulebook_decisions_no_update before update on rulebook_decisions begin select raise(abort, 'rulebook_decisions is append-only'); end;
create trigger rulebook_decisions_no_delete before delete on rulebook_decisions begin select raise(abort, 'rulebook_decisions is append-only'); end;
