-- From deed to points: who claims it, what the group and the village said, what hung on the wall, who objected, and what was entered.

-- A right may hold for one group (who collects) or one team (who leads it).
create table grants_wider (
  staff    integer not null references staff (number),
  role     integer not null check (role in (1, 2, 3, 4, 6, 7, 8)),
  bank     integer not null,
  shop     integer not null,
  group_no integer not null,
  team     integer not null,
  primary key (staff, role, bank, shop, group_no, team)
) strict, without rowid;

insert into grants_wider (staff, role, bank, shop, group_no, team) select staff, role, bank, shop, 0, 0 from staff_grants;
drop table staff_grants;
alter table grants_wider rename to staff_grants;

-- Whose household somebody who works here lives in, or is a relative of: there they do not judge.
create table staff_ties (
  bank        integer not null,
  staff       integer not null references staff (number),
  household   integer not null,
  tie         text    not null check (tie in ('own', 'relative')),
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, staff, household),
  foreign key (bank, household) references households (bank, number)
) strict, without rowid;

create table claims (
  bank         integer not null,
  number       integer not null check (number > 0),
  household    integer not null,
  member       integer,
  rule         text    not null,
  rulebook     integer not null,
  kind         text    not null check (kind in ('credit', 'deduct')),
  effective_on text    not null check (length(effective_on) = 10),
  from_minute  integer check (from_minute between 0 and 1439),
  until_minute integer check (until_minute between 1 and 1440),
  quantity     integer not null check (quantity > 0),
  channel      text    not null check (channel in ('self', 'villagers', 'organisation')),
  via          text    not null check (via in ('single', 'ticks', 'sheet', 'yard')),
  claimed_by   text    not null check (length(claimed_by) > 0),
  claimant     integer,
  recorded_by  text    not null,
  recorded_at  integer not null,
  document     text    not null,
  witnesses    text    not null,
  memo         text    not null,
  state        text    not null,
  steps        integer not null check (steps >= 0),
  primary key (bank, number),
  foreign key (bank, household) references households (bank, number),
  foreign key (bank, member) references members (bank, number),
  foreign key (bank, rulebook, rule) references rules (bank, version, code),
  check ((from_minute is null) = (until_minute is null)),
  check (from_minute is null or from_minute < until_minute)
) strict, without rowid;

create index claims_by_state on claims (bank, state, number);
create index claims_by_household on claims (bank, household, effective_on);
create index claims_by_day on claims (bank, effective_on);

-- The law of what may follow what; a claim begins with nothing.
create table claim_moves (
  from_state text not null,
  to_state   text not null,
  primary key (from_state, to_state)
) strict, without rowid;

insert into claim_moves (from_state, to_state) values
  ('', 'submitted'),
  ('submitted', 'collected'), ('submitted', 'withdrawn'),
  ('collected', 'assessed'), ('collected', 'rejected'), ('collected', 'withdrawn'),
  ('assessed', 'on_notice'), ('assessed', 'entered'), ('assessed', 'withdrawn'),
  ('on_notice', 'objected'), ('on_notice', 'entered'), ('on_notice', 'withdrawn'),
  ('objected', 'objected'), ('objected', 'on_notice'), ('objected', 'dropped'),
  ('entered', 'reversed');

-- One row for each thing that happened to a claim; points, notice and hold are those that hold from then on.
create table claim_steps (
  bank        integer not null,
  claim       integer not null,
  sequence    integer not null check (sequence > 0),
  state       text    not null,
  points      integer check (points > 0),
  session     integer,
  notice      integer,
  objection   integer,
  hold        integer,
  entry       integer,
  one_person  integer not null check (one_person in (0, 1)),
  recorded_at integer not null,
  actor       text    not null,
  note        text    not null,
  primary key (bank, claim, sequence),
  foreign key (bank, claim) references claims (bank, number),
  foreign key (bank, session) references assessments (bank, number),
  foreign key (bank, notice) references notices (bank, number),
  foreign key (bank, objection) references objections (bank, number),
  foreign key (bank, hold) references holds (bank, number),
  foreign key (bank, entry) references entries (bank, number),
  check ((state in ('entered', 'reversed')) = (entry is not null)),
  check (state not in ('on_notice', 'objected') or notice is not null),
  check (state not in ('assessed', 'on_notice', 'objected', 'entered') or points is not null),
  check (state not in ('assessed', 'rejected') or session is not null)
) strict, without rowid;

-- A claim is entered once, and an entry is one claim's.
create unique index claim_steps_entered_once on claim_steps (bank, claim) where state = 'entered';
create unique index claim_steps_by_entry on claim_steps (bank, entry) where state = 'entered';
create index claim_steps_by_session on claim_steps (bank, session) where session is not null;

create table claim_evidence (
  bank     integer not null,
  claim    integer not null,
  sequence integer not null check (sequence > 0),
  digest   blob    not null check (length(digest) = 32),
  added_at integer not null,
  actor    text    not null,
  primary key (bank, claim, sequence),
  unique (bank, claim, digest),
  foreign key (bank, claim) references claims (bank, number),
  foreign key (bank, digest) references evidence_files (bank, digest)
) strict, without rowid;

create index claim_evidence_by_file on claim_evidence (bank, digest);

create table reminders (
  bank        integer not null,
  number      integer not null check (number > 0),
  household   integer not null,
  rule        text    not null,
  kind        text    not null check (kind in ('private', 'written')),
  reminded_on text    not null check (length(reminded_on) = 10),
  memo        text    not null,
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, number),
  foreign key (bank, household) references households (bank, number)
) strict, without rowid;

create index reminders_by_household on reminders (bank, household, rule, reminded_on);

-- A meeting of assessment: who was there, and what it decided stands in claim_steps. Closed, it is as it is.
create table assessments (
  bank      integer not null references banks (bank),
  number    integer not null check (number > 0),
  held_on   text    not null check (length(held_on) = 10),
  place     text    not null,
  opened_at integer not null,
  opened_by text    not null,
  closed_at integer,
  closed_by text,
  primary key (bank, number),
  check ((closed_at is null) = (closed_by is null))
) strict, without rowid;

create table assessment_people (
  bank    integer not null,
  session integer not null,
  staff   integer not null references staff (number),
  primary key (bank, session, staff),
  foreign key (bank, session) references assessments (bank, number)
) strict, without rowid;

-- Who was there and kept out of one item, because it is their own, a relative's, or passed through their hands.
create table assessment_recusals (
  bank    integer not null,
  session integer not null,
  claim   integer not null,
  staff   integer not null,
  primary key (bank, session, claim, staff),
  foreign key (bank, session, staff) references assessment_people (bank, session, staff),
  foreign key (bank, claim) references claims (bank, number)
) strict, without rowid;

create table notices (
  bank         integer not null references banks (bank),
  number       integer not null check (number > 0),
  opens_on     text    not null check (length(opens_on) = 10),
  closes_on    text    not null check (length(closes_on) = 10),
  hangs_until  text    not null check (length(hangs_until) = 10),
  names        integer not null check (names in (0, 1)),
  head_code    text    not null,
  direct_after integer not null check (direct_after >= 0),
  direct_upto  integer not null check (direct_upto >= direct_after),
  posted_at    integer not null,
  posted_by    text    not null,
  primary key (bank, number),
  check (opens_on <= closes_on and closes_on <= hangs_until)
) strict, without rowid;

create table notice_items (
  bank   integer not null,
  notice integer not null,
  line   integer not null check (line > 0),
  claim  integer not null,
  points integer not null check (points > 0),
  primary key (bank, notice, line),
  unique (bank, claim),
  foreign key (bank, notice) references notices (bank, number),
  foreign key (bank, claim) references claims (bank, number)
) strict, without rowid;

-- A window that was made longer, or ended by decision; the last row counts.
create table notice_changes (
  bank        integer not null,
  notice      integer not null,
  sequence    integer not null check (sequence > 0),
  kind        text    not null check (kind in ('extended', 'ended')),
  closes_on   text    not null check (length(closes_on) = 10),
  reason      text    not null check (length(reason) > 0),
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, notice, sequence),
  foreign key (bank, notice) references notices (bank, number)
) strict, without rowid;

create table objections (
  bank        integer not null,
  number      integer not null check (number > 0),
  notice      integer not null,
  claim       integer not null,
  channel     text    not null check (channel in ('household', 'desk', 'voice')),
  household   integer,
  objector    text    not null,
  words       text    not null,
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, number),
  foreign key (bank, claim) references notice_items (bank, claim),
  foreign key (bank, notice) references notices (bank, number),
  foreign key (bank, household) references households (bank, number)
) strict, without rowid;

create index objections_by_claim on objections (bank, claim);

create table rulings (
  bank        integer not null,
  objection   integer not null,
  outcome     text    not null check (outcome in ('corrected', 'dropped', 'dismissed')),
  points      integer check (points > 0),
  reason      text    not null,
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, objection),
  foreign key (bank, objection) references objections (bank, number),
  check ((outcome = 'corrected') = (points is not null))
) strict, without rowid;

-- Where a deed came from, as in its entry; what was written before this file named the member alone.
alter table deeds add column source text not null default '';

create trigger claims_keep_identity before update of bank, number, household, member, rule, rulebook, kind, effective_on, from_minute, until_minute, quantity, channel, via, claimant, recorded_by, recorded_at on claims begin select raise(abort, 'a claim keeps its identity'); end;
create trigger claims_follow_steps before update of state, steps on claims when new.steps <> old.steps + 1 or not exists (select 1 from claim_steps s where s.bank = new.bank and s.claim = new.number and s.sequence = new.steps and s.state = new.state) begin select raise(abort, 'a claim stands where its last step says'); end;
create trigger claims_begin_with_nothing before insert on claims when new.state <> '' or new.steps <> 0 begin select raise(abort, 'a claim begins with nothing'); end;
create trigger claims_no_delete before delete on claims begin select raise(abort, 'claims are never deleted'); end;
create trigger claim_steps_follow_the_law before insert on claim_steps when not exists (select 1 from claims c join claim_moves m on m.from_state = c.state and m.to_state = new.state where c.bank = new.bank and c.number = new.claim and new.sequence = c.steps + 1) begin select raise(abort, 'a claim does not move that way'); end;
create trigger claim_steps_maker_and_checker before insert on claim_steps when new.state in ('assessed', 'rejected') and new.one_person = 0 and (exists (select 1 from claims c where c.bank = new.bank and c.number = new.claim and c.recorded_by = new.actor) or exists (select 1 from claim_steps s where s.bank = new.bank and s.claim = new.claim and s.state = 'collected' and s.actor = new.actor)) begin select raise(abort, 'who wrote or collected a claim does not assess it'); end;
create trigger claim_steps_no_kin before insert on claim_steps when new.state in ('assessed', 'rejected') and exists (select 1 from staff_ties t join claims c on c.bank = t.bank and c.household = t.household where c.bank = new.bank and c.number = new.claim and new.actor = 'staff:' || t.staff) begin select raise(abort, 'nobody assesses the own household or a relative'); end;
create trigger claim_steps_open_session before insert on claim_steps when new.state in ('assessed', 'rejected') and exists (select 1 from assessments a where a.bank = new.bank and a.number = new.session and a.closed_at is not null) begin select raise(abort, 'a closed assessment decides nothing'); end;
create trigger claim_steps_no_update before update of bank, claim, sequence, state, points, session, notice, objection, hold, entry, one_person, recorded_at, actor on claim_steps begin select raise(abort, 'claim_steps is append-only'); end;
create trigger claim_steps_no_delete before delete on claim_steps begin select raise(abort, 'claim_steps is append-only'); end;
create trigger claim_moves_no_update before update on claim_moves begin select raise(abort, 'claim_moves is append-only'); end;
create trigger claim_moves_no_delete before delete on claim_moves begin select raise(abort, 'claim_moves is append-only'); end;
create trigger claim_evidence_no_update before update on claim_evidence begin select raise(abort, 'claim_evidence is append-only'); end;
create trigger claim_evidence_no_delete before delete on claim_evidence begin select raise(abort, 'claim_evidence is append-only'); end;
create trigger reminders_no_update before update of bank, number, household, rule, kind, reminded_on, recorded_at, actor on reminders begin select raise(abort, 'reminders is append-only'); end;
create trigger reminders_no_delete before delete on reminders begin select raise(abort, 'reminders is append-only'); end;
create trigger assessments_keep_identity before update of bank, number, held_on, place, opened_at, opened_by on assessments begin select raise(abort, 'an assessment keeps its identity'); end;
create trigger assessments_stay_closed before update on assessments when old.closed_at is not null begin select raise(abort, 'a closed assessment stays closed'); end;
create trigger assessments_no_delete before delete on assessments begin select raise(abort, 'assessments are never deleted'); end;
create trigger assessment_people_open_session before insert on assessment_people when exists (select 1 from assessments a where a.bank = new.bank and a.number = new.session and a.closed_at is not null) begin select raise(abort, 'a closed assessment stays closed'); end;
create trigger assessment_people_no_update before update on assessment_people begin select raise(abort, 'assessment_people is append-only'); end;
create trigger assessment_people_no_delete before delete on assessment_people begin select raise(abort, 'assessment_people is append-only'); end;
create trigger assessment_recusals_open_session before insert on assessment_recusals when exists (select 1 from assessments a where a.bank = new.bank and a.number = new.session and a.closed_at is not null) begin select raise(abort, 'a closed assessment stays closed'); end;
create trigger assessment_recusals_no_update before update on assessment_recusals begin select raise(abort, 'assessment_recusals is append-only'); end;
create trigger assessment_recusals_no_delete before delete on assessment_recusals begin select raise(abort, 'assessment_recusals is append-only'); end;
create trigger notices_no_update before update on notices begin select raise(abort, 'notices is append-only'); end;
create trigger notices_no_delete before delete on notices begin select raise(abort, 'notices is append-only'); end;
create trigger notice_items_no_update before update on notice_items begin select raise(abort, 'notice_items is append-only'); end;
create trigger notice_items_no_delete before delete on notice_items begin select raise(abort, 'notice_items is append-only'); end;
create trigger notice_changes_no_update before update on notice_changes begin select raise(abort, 'notice_changes is append-only'); end;
create trigger notice_changes_no_delete before delete on notice_changes begin select raise(abort, 'notice_changes is append-only'); end;
create trigger objections_no_update before update of bank, number, notice, claim, channel, household, recorded_at, actor on objections begin select raise(abort, 'objections is append-only'); end;
create trigger objections_no_delete before delete on objections begin select raise(abort, 'objections is append-only'); end;
create trigger rulings_not_involved before insert on rulings when exists (select 1 from objections o join claims c on c.bank = o.bank and c.number = o.claim where o.bank = new.bank and o.number = new.objection and (c.recorded_by = new.actor or exists (select 1 from claim_steps s where s.bank = c.bank and s.claim = c.number and s.state in ('collected', 'assessed') and s.actor = new.actor) or exists (select 1 from staff_ties t where t.bank = c.bank and new.actor = 'staff:' || t.staff and (t.household = c.household or t.household = o.household)))) begin select raise(abort, 'who had a part in the claim does not rule on it'); end;
create trigger rulings_no_update before update of bank, objection, outcome, points, recorded_at, actor on rulings begin select raise(abort, 'rulings is append-only'); end;
create trigger rulings_no_delete before delete on rulings begin select raise(abort, 'rulings is append-only'); end;
