-- What moves points or standing at one person's word, or whose they are, waits for another person: households that split, merge, move
-- away or leave, and awards that carry points. It is proposed here, and carried out when another person confirms it.

-- A split, merge, move to another bank or departure, or an award that carries points, as it was proposed. Its words have columns of their
-- own.
create table proposals (
  bank            integer not null references banks (bank),
  number          integer not null check (number > 0),
  kind            text    not null check (kind in ('split', 'merge', 'move', 'leave', 'award')),
  household       integer not null,
  other_bank      integer,
  other_household integer,
  points          integer not null,
  merit           integer not null,
  subject         text    not null,
  head            integer,
  reason          text    not null,
  decided_by      text    not null,
  document        text    not null,
  asked           text    not null check (length(asked) > 0), -- what was asked, as JSON
  recorded_at     integer not null,
  actor           text    not null,
  primary key (bank, number),
  foreign key (bank, household) references households (bank, number),
  foreign key (other_bank, other_household) references households (bank, number),
  check (other_household is null or other_bank is not null)
) strict, without rowid;

create index proposals_by_household on proposals (bank, household);

create trigger proposals_no_update before update of bank, number, kind, household, other_bank, other_household, points, merit, head,
    asked, recorded_at, actor on proposals
  begin select raise(abort, 'proposals is append-only'); end;
create trigger proposals_no_delete before delete on proposals begin select raise(abort, 'proposals is append-only'); end;

-- A member who goes along.
create table proposal_members (
  bank     integer not null,
  proposal integer not null,
  member   integer not null,
  primary key (bank, proposal, member),
  foreign key (bank, proposal) references proposals (bank, number),
  foreign key (bank, member) references members (bank, number)
) strict, without rowid;

create trigger proposal_members_undecided before insert on proposal_members
  when exists (select 1 from proposal_decisions d where d.bank = new.bank and d.proposal = new.proposal)
  begin select raise(abort, 'a proposal that was decided gets no more members'); end;
create trigger proposal_members_no_update before update on proposal_members
  begin select raise(abort, 'proposal_members is append-only'); end;
create trigger proposal_members_no_delete before delete on proposal_members
  begin select raise(abort, 'proposal_members is append-only'); end;

-- The decision on a proposal: another person confirmed it, or it was refused.
create table proposal_decisions (
  bank        integer not null,
  proposal    integer not null,
  kind        text    not null check (kind in ('confirmed', 'refused')),
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, proposal),
  foreign key (bank, proposal) references proposals (bank, number)
) strict, without rowid;

create trigger proposal_decisions_by_another before insert on proposal_decisions
  when new.kind = 'confirmed' and exists (
    select 1 from proposals p where p.bank = new.bank and p.number = new.proposal and p.actor = new.actor)
  begin select raise(abort, 'who proposed it does not confirm it'); end;
create trigger proposal_decisions_no_kin before insert on proposal_decisions
  when new.kind = 'confirmed' and exists (select 1 from proposals p
    join staff_ties t on new.actor = 'staff:' || t.staff
      and ((t.bank = p.bank and t.household = p.household) or (t.bank = p.other_bank and t.household = p.other_household))
    where p.bank = new.bank and p.number = new.proposal)
  begin select raise(abort, 'nobody decides about points of the own household or a relative'); end;
create trigger proposal_decisions_no_update before update on proposal_decisions
  begin select raise(abort, 'proposal_decisions is append-only'); end;
create trigger proposal_decisions_no_delete before delete on proposal_decisions
  begin select raise(abort, 'proposal_decisions is append-only'); end;
-- Nobody makes the second person after the proposal: whose rights or password the proposer has set since, confirms nothing of it.
create trigger proposal_decisions_by_own_right before insert on proposal_decisions
  when new.kind = 'confirmed' and exists (select 1 from proposals p
    join staff_changes c on c.actor = p.actor and c.recorded_at > p.recorded_at and new.actor = 'staff:' || c.staff
    where p.bank = new.bank and p.number = new.proposal)
  begin select raise(abort, 'whom the proposer made staff since does not confirm it'); end;

-- What this file adds to tables of files before it.

create trigger household_changes_confirmed before insert on household_changes
  when (new.kind <> 'move' or new.other_bank is not null) and not exists (
    select 1 from proposals p join proposal_decisions d on d.bank = p.bank and d.proposal = p.number and d.kind = 'confirmed'
    where p.bank = new.bank and p.number = new.proposal and p.kind = new.kind and p.household = new.household
      and p.points = new.points and p.merit = new.merit and d.actor = new.actor)
  begin select raise(abort, 'households change as another person has confirmed it'); end;
