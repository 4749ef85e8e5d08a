-- Whose name was erased, how long what is kept, and why what is published. People's words can be erased in the append-only tables of all
-- rooms: their own words are emptied, elsewhere the name alone is struck out. Figures, days, numbers and who did it never change. Names
-- of staff, and what the assembly adopted (rulebooks, rules), stay. TextColumnTests lists every column of text and what an erasure does
-- with it. Backups made before an erasure keep what they held: whoever keeps them erases them.

-- One person asks that a member's name be erased, another carries it out or says no. Numbers alone: nothing here names anybody. Member 0
-- is all of a household that is no more.
create table erasures (
  bank      integer not null,
  number    integer not null check (number > 0),
  household integer not null,
  member    integer not null check (member >= 0),
  asked_at  integer not null,
  asked_by  text    not null,
  primary key (bank, number),
  foreign key (bank, household) references households (bank, number)
) strict, without rowid;

create trigger erasures_of_who_left before insert on erasures
  when not exists (select 1 from household_ends e where e.bank = new.bank and e.household = new.household)
    and not exists (select 1 from member_leavings l where l.bank = new.bank and l.member = new.member and l.household = new.household)
  begin select raise(abort, 'who is still here is not erased'); end;
create trigger erasures_one_at_a_time before insert on erasures
  when exists (select 1 from erasures o where o.bank = new.bank and o.household = new.household and o.member in (0, new.member)
    and not exists (select 1 from erasure_ends e where e.bank = o.bank and e.erasure = o.number and e.outcome = 'refused'))
  begin select raise(abort, 'this erasure was asked for before'); end;
create trigger erasures_no_update before update on erasures begin select raise(abort, 'erasures is append-only'); end;
create trigger erasures_no_delete before delete on erasures begin select raise(abort, 'erasures is append-only'); end;

-- How an erasure ended: carried out by another person, or refused.
create table erasure_ends (
  bank     integer not null,
  erasure  integer not null,
  outcome  text    not null check (outcome in ('done', 'refused')),
  ended_at integer not null,
  actor    text    not null,
  primary key (bank, erasure),
  foreign key (bank, erasure) references erasures (bank, number)
) strict, without rowid;

create trigger erasure_ends_by_another before insert on erasure_ends
  when exists (select 1 from erasures o where o.bank = new.bank and o.number = new.erasure and o.asked_by = new.actor)
  begin select raise(abort, 'two people erase a name'); end;
create trigger erasure_ends_no_update before update on erasure_ends begin select raise(abort, 'erasure_ends is append-only'); end;
create trigger erasure_ends_no_delete before delete on erasure_ends begin select raise(abort, 'erasure_ends is append-only'); end;

-- How many rows of a kind an erasure touched.
create table erasure_counts (
  bank    integer not null,
  erasure integer not null,
  kind    text    not null,
  rows    integer not null check (rows > 0),
  primary key (bank, erasure, kind),
  foreign key (bank, erasure) references erasure_ends (bank, erasure)
) strict, without rowid;

create trigger erasure_counts_no_update before update on erasure_counts begin select raise(abort, 'erasure_counts is append-only'); end;
create trigger erasure_counts_no_delete before delete on erasure_counts begin select raise(abort, 'erasure_counts is append-only'); end;

-- For how many months a kind of data is kept; of a kind the last row counts, and none is the program's own number.
create table retention_rules (
  bank        integer not null references banks (bank),
  kind        text    not null,
  version     integer not null check (version > 0),
  months      integer not null check (months > 0),
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, kind, version)
) strict, without rowid;

create trigger retention_rules_no_update before update on retention_rules
  begin select raise(abort, 'retention_rules is append-only'); end;
create trigger retention_rules_no_delete before delete on retention_rules
  begin select raise(abort, 'retention_rules is append-only'); end;

-- A run that erased what was older.
create table retention_runs (
  bank   integer not null references banks (bank),
  number integer not null check (number > 0),
  ran_on text    not null check (length(ran_on) = 10),
  ran_at integer not null,
  actor  text    not null,
  primary key (bank, number)
) strict, without rowid;

create trigger retention_runs_no_update before update on retention_runs begin select raise(abort, 'retention_runs is append-only'); end;
create trigger retention_runs_no_delete before delete on retention_runs begin select raise(abort, 'retention_runs is append-only'); end;

-- How many rows of a kind a run erased in each of its batches.
create table retention_counts (
  bank  integer not null,
  run   integer not null,
  kind  text    not null,
  batch integer not null check (batch > 0),
  rows  integer not null check (rows > 0),
  primary key (bank, run, kind, batch),
  foreign key (bank, run) references retention_runs (bank, number)
) strict, without rowid;

create trigger retention_counts_no_update before update on retention_counts
  begin select raise(abort, 'retention_counts is append-only'); end;
create trigger retention_counts_no_delete before delete on retention_counts
  begin select raise(abort, 'retention_counts is append-only'); end;

-- A file whose content was erased, by an erasure or by a run of retention.
create table evidence_erasures (
  bank      integer not null,
  digest    blob    not null check (length(digest) = 32),
  erasure   integer,
  run       integer,
  erased_at integer not null,
  primary key (bank, digest),
  check ((erasure is null) <> (run is null)),
  foreign key (bank, erasure) references erasures (bank, number),
  foreign key (bank, run) references retention_runs (bank, number)
) strict, without rowid;

create trigger evidence_erasures_no_update before update on evidence_erasures
  begin select raise(abort, 'evidence_erasures is append-only'); end;
create trigger evidence_erasures_no_delete before delete on evidence_erasures
  begin select raise(abort, 'evidence_erasures is append-only'); end;

-- A decision to publish something: what for, which data, why less would not do, what could happen, what is done against it, who decided,
-- and until when. A later decision is a row of its own.
create table publication_assessments (
  bank        integer not null references banks (bank),
  number      integer not null check (number > 0),
  subject     text    not null,
  purpose     text    not null check (length(purpose) > 0),
  data        text    not null check (length(data) > 0),
  necessity   text    not null check (length(necessity) > 0),
  risk        text    not null check (length(risk) > 0),
  measures    text    not null check (length(measures) > 0),
  decided_by  text    not null check (length(decided_by) > 0),
  decided_on  text    not null check (length(decided_on) = 10),
  review_on   text    not null check (length(review_on) = 10 and review_on > decided_on),
  document    text    not null,
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, number)
) strict, without rowid;

create trigger publication_assessments_no_delete before delete on publication_assessments
  begin select raise(abort, 'publication_assessments is append-only'); end;
create trigger publication_assessments_no_update before update of bank, number, subject, decided_on, review_on, recorded_at,
    actor on publication_assessments
  begin select raise(abort, 'publication_assessments is append-only'); end;

-- What this file adds to tables of files before it.

create trigger evidence_files_erased_once before update of content on evidence_files
  when length(old.content) = 0 or length(new.content) > 0
    or not exists (select 1 from evidence_erasures e where e.bank = new.bank and e.digest = new.digest)
  begin select raise(abort, 'a file is emptied once, with a record of why'); end;
