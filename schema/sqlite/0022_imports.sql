-- Balances brought forward: proposed line by line, and in the book once another person has confirmed them. Until the book's first entry
-- of another kind one person brings them alone.

-- Opening balances from a file. Their entries have the source opening: and the number, and whoever decided as actor.
create table opening_proposals (
  bank        integer not null references banks (bank),
  number      integer not null check (number > 0),
  file        text    not null,
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, number)
) strict, without rowid;

create trigger opening_proposals_no_update before update of bank, number, recorded_at, actor on opening_proposals
  begin select raise(abort, 'opening_proposals is append-only'); end;
create trigger opening_proposals_no_delete before delete on opening_proposals
  begin select raise(abort, 'opening_proposals is append-only'); end;

-- What the book said was brought forward when it was proposed (0: nothing), and what is to stand in its place.
create table opening_proposal_lines (
  bank          integer not null,
  proposal      integer not null,
  household     integer not null,
  points_before integer not null check (points_before >= 0),
  points_after  integer not null check (points_after between 1 and 1000000),
  primary key (bank, proposal, household),
  foreign key (bank, proposal) references opening_proposals (bank, number),
  foreign key (bank, household) references households (bank, number),
  check (points_before <> points_after)
) strict, without rowid;

create trigger opening_proposal_lines_undecided before insert on opening_proposal_lines
  when exists (select 1 from opening_decisions d where d.bank = new.bank and d.proposal = new.proposal)
  begin select raise(abort, 'a proposal that was decided gets no more lines'); end;
create trigger opening_proposal_lines_no_update before update on opening_proposal_lines
  begin select raise(abort, 'opening_proposal_lines is append-only'); end;
create trigger opening_proposal_lines_no_delete before delete on opening_proposal_lines
  begin select raise(abort, 'opening_proposal_lines is append-only'); end;

-- The decision on a proposal: one person brought them alone before the book's first entry of another kind, another person confirmed them,
-- or they were refused.
create table opening_decisions (
  bank        integer not null,
  proposal    integer not null,
  kind        text    not null check (kind in ('alone', 'confirmed', 'refused')),
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, proposal),
  foreign key (bank, proposal) references opening_proposals (bank, number)
) strict, without rowid;

create trigger opening_decisions_by_another before insert on opening_decisions
  when new.kind = 'confirmed' and exists (
    select 1 from opening_proposals p where p.bank = new.bank and p.number = new.proposal and p.actor = new.actor)
  begin select raise(abort, 'who proposed a balance does not confirm it'); end;
create trigger opening_decisions_no_kin before insert on opening_decisions
  when new.kind in ('confirmed', 'refused') and exists (select 1 from opening_proposal_lines l
    join staff_ties t on t.bank = l.bank and t.household = l.household and new.actor = 'staff:' || t.staff
    where l.bank = new.bank and l.proposal = new.proposal)
  begin select raise(abort, 'nobody decides on a balance of the own household or a relative'); end;
-- Of kind are 1 balances brought forward, 6 reversals.
create trigger opening_decisions_alone_at_first before insert on opening_decisions
  when new.kind = 'alone' and (
    not exists (select 1 from opening_proposals p where p.bank = new.bank and p.number = new.proposal and p.actor = new.actor)
    or exists (select 1 from entries e where e.bank = new.bank and e.kind <> 1
      and not (e.kind = 6 and exists (select 1 from entries o where o.bank = e.bank and o.number = e.reverses and o.kind = 1))))
  begin select raise(abort, 'one person brings balances forward only before any other entry'); end;
create trigger opening_decisions_no_update before update on opening_decisions
  begin select raise(abort, 'opening_decisions is append-only'); end;
create trigger opening_decisions_no_delete before delete on opening_decisions
  begin select raise(abort, 'opening_decisions is append-only'); end;
create trigger opening_decisions_by_own_right before insert on opening_decisions
  when new.kind = 'confirmed' and exists (select 1 from opening_proposals p
    join staff_changes c on c.actor = p.actor and c.recorded_at > p.recorded_at and new.actor = 'staff:' || c.staff
    where p.bank = new.bank and p.number = new.proposal)
  begin select raise(abort, 'whom the proposer made staff since does not confirm it'); end;

-- What this file adds to tables of files before it.

-- What a member of staff brings forward was decided, by whoever writes it: one entry for each line.
create trigger entries_opening_decided before insert on entries
  when new.kind = 1 and (new.source like 'opening:%' or new.actor like 'staff:%') and not exists (
    select 1 from opening_decisions d where d.bank = new.bank and d.proposal = cast(substr(new.source, 9) as bigint)
      and new.source = 'opening:' || d.proposal and d.kind in ('alone', 'confirmed') and d.actor = new.actor)
  begin select raise(abort, 'a balance is brought forward once it was decided'); end;
