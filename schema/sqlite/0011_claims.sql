-- From deed to points: who claims it, what the group and the village said, and what was entered.

-- A deed that somebody claims for a household. Its state is that of its last step.
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

create index claims_by_household on claims (bank, household, effective_on);
create index claims_by_day on claims (bank, effective_on);
-- What waits is found by its state and day: a village's old claims are many and all entered, and a meeting asks for those it has granted
-- at each decision.
create index claims_by_state on claims (bank, state, effective_on, number);

create trigger claims_keep_identity before update of bank, number, household, member, rule, rulebook, kind, effective_on, from_minute,
    until_minute, quantity, channel, via, claimant, recorded_by, recorded_at on claims
  begin select raise(abort, 'a claim keeps its identity'); end;
create trigger claims_follow_steps before update of state, steps on claims
  when new.steps <> old.steps + 1 or not exists (select 1 from claim_steps s where s.bank = new.bank and s.claim = new.number
    and s.sequence = new.steps and s.state = new.state)
  begin select raise(abort, 'a claim stands where its last step says'); end;
create trigger claims_begin_with_nothing before insert on claims
  when new.state <> '' or new.steps <> 0
  begin select raise(abort, 'a claim begins with nothing'); end;
create trigger claims_no_delete before delete on claims begin select raise(abort, 'claims are never deleted'); end;

-- The law of what state may follow what; a claim begins with nothing.
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

create trigger claim_moves_no_update before update on claim_moves begin select raise(abort, 'claim_moves is append-only'); end;
create trigger claim_moves_no_delete before delete on claim_moves begin select raise(abort, 'claim_moves is append-only'); end;

-- What happened to a claim, by whom, in which meeting and on which notice; points, notice and hold are those that hold from then on.
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
  one_person  integer not null check (one_person in (0, 1)), -- marks a very small village's exception
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

create trigger claim_steps_follow_the_law before insert on claim_steps
  when not exists (select 1 from claims c join claim_moves m on m.from_state = c.state and m.to_state = new.state where c.bank = new.bank
    and c.number = new.claim and new.sequence = c.steps + 1)
  begin select raise(abort, 'a claim does not move that way'); end;
create trigger claim_steps_maker_and_checker before insert on claim_steps
  when new.state in ('assessed', 'rejected') and new.one_person = 0 and (exists (select 1 from claims c where c.bank = new.bank
    and c.number = new.claim and c.recorded_by = new.actor) or exists (select 1 from claim_steps s where s.bank = new.bank
    and s.claim = new.claim and s.state = 'collected' and s.actor = new.actor))
  begin select raise(abort, 'who wrote or collected a claim does not assess it'); end;
create trigger claim_steps_no_kin before insert on claim_steps
  when new.state in ('assessed', 'rejected') and exists (select 1 from staff_ties t join claims c on c.bank = t.bank
    and c.household = t.household where c.bank = new.bank and c.number = new.claim and new.actor = 'staff:' || t.staff)
  begin select raise(abort, 'nobody assesses the own household or a relative'); end;
create trigger claim_steps_open_session before insert on claim_steps
  when new.state in ('assessed', 'rejected') and exists (select 1 from assessments a where a.bank = new.bank and a.number = new.session
    and a.closed_at is not null)
  begin select raise(abort, 'a closed assessment decides nothing'); end;
create trigger claim_steps_no_update before update of bank, claim, sequence, state, points, session, notice, objection, hold, entry,
    one_person, recorded_at, actor on claim_steps
  begin select raise(abort, 'claim_steps is append-only'); end;
create trigger claim_steps_no_delete before delete on claim_steps begin select raise(abort, 'claim_steps is append-only'); end;

-- A file that proves a claim.
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

create trigger claim_evidence_no_update before update on claim_evidence begin select raise(abort, 'claim_evidence is append-only'); end;
create trigger claim_evidence_no_delete before delete on claim_evidence begin select raise(abort, 'claim_evidence is append-only'); end;

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

create trigger assessment_recusals_open_session before insert on assessment_recusals
  when exists (select 1 from assessments a where a.bank = new.bank and a.number = new.session and a.closed_at is not null)
  begin select raise(abort, 'a closed assessment stays closed'); end;
create trigger assessment_recusals_no_update before update on assessment_recusals
  begin select raise(abort, 'assessment_recusals is append-only'); end;
create trigger assessment_recusals_no_delete before delete on assessment_recusals
  begin select raise(abort, 'assessment_recusals is append-only'); end;

-- A household was reminded of a rule, in private or in writing, before anything is taken from it.
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

create trigger reminders_no_update before update of bank, number, household, rule, kind, reminded_on, recorded_at, actor on reminders
  begin select raise(abort, 'reminders is append-only'); end;
create trigger reminders_no_delete before delete on reminders begin select raise(abort, 'reminders is append-only'); end;
