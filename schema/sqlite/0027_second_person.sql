-- What moves points or standing at one person's word, or whose they are, waits for another: households that split, merge, move away or
-- leave, and awards that carry points. It is proposed here, and carried out when another person confirms it.

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
  asked           text    not null check (length(asked) > 0),
  recorded_at     integer not null,
  actor           text    not null,
  primary key (bank, number),
  foreign key (bank, household) references households (bank, number),
  foreign key (other_bank, other_household) references households (bank, number),
  check (other_household is null or other_bank is not null)
) strict, without rowid;

create table proposal_members (
  bank     integer not null,
  proposal integer not null,
  member   integer not null,
  primary key (bank, proposal, member),
  foreign key (bank, proposal) references proposals (bank, number),
  foreign key (bank, member) references members (bank, number)
) strict, without rowid;

create table proposal_decisions (
  bank        integer not null,
  proposal    integer not null,
  kind        text    not null check (kind in ('confirmed', 'refused')),
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, proposal),
  foreign key (bank, proposal) references proposals (bank, number)
) strict, without rowid;

create index proposals_by_household on proposals (bank, household);

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
create trigger proposal_members_undecided before insert on proposal_members
  when exists (select 1 from proposal_decisions d where d.bank = new.bank and d.proposal = new.proposal)
  begin select raise(abort, 'a proposal that was decided gets no more members'); end;
create trigger proposals_no_update before update of bank, number, kind, household, other_bank, other_household, points, merit, head, asked,
  recorded_at, actor on proposals begin select raise(abort, 'proposals is append-only'); end;
create trigger proposals_no_delete before delete on proposals begin select raise(abort, 'proposals is append-only'); end;
create trigger proposal_members_no_update before update on proposal_members
  begin select raise(abort, 'proposal_members is append-only'); end;
create trigger proposal_members_no_delete before delete on proposal_members
  begin select raise(abort, 'proposal_members is append-only'); end;
create trigger proposal_decisions_no_update before update on proposal_decisions
  begin select raise(abort, 'proposal_decisions is append-only'); end;
create trigger proposal_decisions_no_delete before delete on proposal_decisions
  begin select raise(abort, 'proposal_decisions is append-only'); end;

-- What one person wrote before a second one was asked names no proposal.
alter table household_changes add column proposal integer;
alter table awards add column proposal integer;

create unique index household_changes_by_proposal on household_changes (bank, proposal) where proposal is not null;
create unique index awards_by_proposal on awards (bank, proposal) where proposal is not null;

create trigger household_changes_confirmed before insert on household_changes
  when (new.kind <> 'move' or new.other_bank is not null) and not exists (
    select 1 from proposals p join proposal_decisions d on d.bank = p.bank and d.proposal = p.number and d.kind = 'confirmed'
    where p.bank = new.bank and p.number = new.proposal and p.kind = new.kind and p.household = new.household
      and p.points = new.points and p.merit = new.merit and d.actor = new.actor)
  begin select raise(abort, 'households change as another person has confirmed it'); end;
create trigger awards_confirmed before insert on awards
  when new.entry is not null and not exists (
    select 1 from proposals p join proposal_decisions d on d.bank = p.bank and d.proposal = p.number and d.kind = 'confirmed'
    where p.bank = new.bank and p.number = new.proposal and p.kind = 'award' and p.household = new.household and d.actor = new.actor)
  begin select raise(abort, 'an award credits points when another person has confirmed it'); end;

-- Who made whom what: rights given, and passwords set, by somebody else. What was so before stands in no row.
create table staff_changes (
  number      integer not null primary key check (number > 0),
  staff       integer not null references staff (number),
  kind        text    not null check (kind in ('added', 'grants', 'password', 'ended')),
  recorded_at integer not null,
  actor       text    not null
) strict;

create index staff_changes_by_staff on staff_changes (staff, recorded_at);

create trigger staff_changes_no_update before update on staff_changes begin select raise(abort, 'staff_changes is append-only'); end;
create trigger staff_changes_no_delete before delete on staff_changes begin select raise(abort, 'staff_changes is append-only'); end;

-- Nobody makes the second person after the proposal: whose rights or password the proposer has set since, confirms nothing of it.
create trigger proposal_decisions_by_own_right before insert on proposal_decisions
  when new.kind = 'confirmed' and exists (select 1 from proposals p
    join staff_changes c on c.actor = p.actor and c.recorded_at > p.recorded_at and new.actor = 'staff:' || c.staff
    where p.bank = new.bank and p.number = new.proposal)
  begin select raise(abort, 'whom the proposer made staff since does not confirm it'); end;
create trigger opening_decisions_by_own_right before insert on opening_decisions
  when new.kind = 'confirmed' and exists (select 1 from opening_proposals p
    join staff_changes c on c.actor = p.actor and c.recorded_at > p.recorded_at and new.actor = 'staff:' || c.staff
    where p.bank = new.bank and p.number = new.proposal)
  begin select raise(abort, 'whom the proposer made staff since does not confirm it'); end;
create trigger setting_decisions_by_own_right before insert on setting_decisions
  when new.kind = 'confirmed' and exists (select 1 from setting_proposals p
    join staff_changes c on c.actor = p.actor and c.recorded_at > p.recorded_at and new.actor = 'staff:' || c.staff
    where p.bank = new.bank and p.number = new.proposal)
  begin select raise(abort, 'whom the proposer made staff since does not confirm it'); end;
create trigger rulebook_decisions_by_own_right before insert on rulebook_decisions
  when new.kind = 'confirmed' and exists (select 1 from rulebooks p
    join staff_changes c on c.actor = p.actor and c.recorded_at > p.recorded_at and new.actor = 'staff:' || c.staff
    where p.bank = new.bank and p.version = new.version)
  begin select raise(abort, 'whom the proposer made staff since does not confirm it'); end;

-- Once the book has entries, a setting holds from the day on which it is written, or later; the day is the village's, eight hours ahead.
create trigger settings_not_late before insert on settings
  when new.valid_from < date(new.recorded_at / 1000 + 28800, 'unixepoch')
    and exists (select 1 from entries e where e.bank = new.bank)
  begin select raise(abort, 'a setting does not change days that are over'); end;

-- A proposal that is confirmed after its day holds from the day of the confirmation.
drop trigger settings_decided;
create trigger settings_decided before insert on settings
  when new.name in ('issueCeiling', 'ceilingFromFund', 'pointRate', 'monthCeiling', 'yearCeiling', 'clerkCreditsAnyRule',
      'clerkDeductsDirectly', 'deductionTakesPoints', 'makerMayCheck', 'assessmentQuorum', 'deductionReminders', 'noticeDays',
      'noticeNames', 'noticeAutoEntry', 'blackNames', 'baseStanding', 'favourRemindBelow', 'favourPauseBelow', 'pauseBy', 'pointsExpire',
      'carryOver')
    and not exists (select 1 from setting_proposals p
      join setting_proposal_values v on v.bank = p.bank and v.proposal = p.number and v.name = new.name and v.value = new.value
      join setting_decisions d on d.bank = p.bank and d.proposal = p.number and d.kind in ('alone', 'confirmed')
      where p.bank = new.bank and (p.valid_from = new.valid_from
        or (p.valid_from < new.valid_from and new.valid_from = date(d.recorded_at / 1000 + 28800, 'unixepoch'))))
  begin select raise(abort, 'money and rights hang on this setting: it wants a document and a second person'); end;

-- Each time somebody of the staff sets a household's PIN: whoever knows it could sign and claim for the household from then on.
create table pin_settings (
  bank        integer not null,
  number      integer not null check (number > 0),
  household   integer not null,
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, number),
  foreign key (bank, household) references households (bank, number)
) strict, without rowid;

create index pin_settings_by_household on pin_settings (bank, household, actor);

create trigger pin_settings_no_update before update on pin_settings begin select raise(abort, 'pin_settings is append-only'); end;
create trigger pin_settings_no_delete before delete on pin_settings begin select raise(abort, 'pin_settings is append-only'); end;
