-- Privacy: how somebody agreed, who left and whose name was erased, how long what is kept, and why what is published.

-- How it was said: by the household itself after signing in, by word at the desk, or on paper with a document. Before this file nobody noted it.
alter table consents add column how text not null default '' check (how in ('', 'household', 'desk', 'paper'));
alter table consents add column document text not null default '';

-- Somebody is no more in a household that goes on without them.
create table member_leavings (
  bank        integer not null,
  member      integer not null,
  household   integer not null,
  left_on     text    not null check (length(left_on) = 10),
  kind        text    not null check (kind in ('died', 'moved', 'left')),
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, member),
  foreign key (bank, member) references members (bank, number),
  foreign key (bank, household) references households (bank, number)
) strict, without rowid;

-- One person asks that somebody's name be erased, another carries it out or says no. Numbers alone: nothing here names anybody. Member 0 is all of a
-- household that is no more.
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

create table erasure_ends (
  bank     integer not null,
  erasure  integer not null,
  outcome  text    not null check (outcome in ('done', 'refused')),
  ended_at integer not null,
  actor    text    not null,
  primary key (bank, erasure),
  foreign key (bank, erasure) references erasures (bank, number)
) strict, without rowid;

create table erasure_counts (
  bank    integer not null,
  erasure integer not null,
  kind    text    not null,
  rows    integer not null check (rows > 0),
  primary key (bank, erasure, kind),
  foreign key (bank, erasure) references erasure_ends (bank, erasure)
) strict, without rowid;

-- For how many months a kind of data is kept; of a kind the last row counts.
create table retention_rules (
  bank        integer not null references banks (bank),
  kind        text    not null,
  version     integer not null check (version > 0),
  months      integer not null check (months > 0),
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, kind, version)
) strict, without rowid;

create table retention_runs (
  bank   integer not null references banks (bank),
  number integer not null check (number > 0),
  ran_on text    not null check (length(ran_on) = 10),
  ran_at integer not null,
  actor  text    not null,
  primary key (bank, number)
) strict, without rowid;

create table retention_counts (
  bank  integer not null,
  run   integer not null,
  kind  text    not null,
  batch integer not null check (batch > 0),
  rows  integer not null check (rows > 0),
  primary key (bank, run, kind, batch),
  foreign key (bank, run) references retention_runs (bank, number)
) strict, without rowid;

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

-- What is published, why, with what risk, who decided so and until when; a later decision is a row of its own.
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

-- Files of evidence as before, but the content may be emptied, once. Both tables are made anew, because a check became wider.
create table claim_evidence_before (bank integer not null, claim integer not null, sequence integer not null, digest blob not null, added_at integer not null, actor text not null) strict;
insert into claim_evidence_before select bank, claim, sequence, digest, added_at, actor from claim_evidence;
drop table claim_evidence;

create table evidence_files_wider (
  bank     integer not null references banks (bank),
  digest   blob    not null check (length(digest) = 32),
  kind     text    not null check (kind in ('jpeg', 'png', 'pdf')),
  size     integer not null check (size > 0),
  added_at integer not null,
  actor    text    not null,
  content  blob    not null check (length(content) = size or length(content) = 0),
  primary key (bank, digest)
) strict;
insert into evidence_files_wider select bank, digest, kind, size, added_at, actor, content from evidence_files;
drop table evidence_files;
alter table evidence_files_wider rename to evidence_files;

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
insert into claim_evidence select bank, claim, sequence, digest, added_at, actor from claim_evidence_before;
drop table claim_evidence_before;
create index claim_evidence_by_file on claim_evidence (bank, digest);

create trigger claim_evidence_no_update before update on claim_evidence begin select raise(abort, 'claim_evidence is append-only'); end;
create trigger claim_evidence_no_delete before delete on claim_evidence begin select raise(abort, 'claim_evidence is append-only'); end;
create trigger evidence_files_begin_whole before insert on evidence_files when length(new.content) = 0 and new.size > 0
  begin select raise(abort, 'a file is kept whole'); end;
create trigger evidence_files_no_update before update of bank, digest, kind, size, added_at, actor on evidence_files begin select raise(abort, 'evidence_files is append-only'); end;
create trigger evidence_files_erased_once before update of content on evidence_files
  when length(old.content) = 0 or length(new.content) > 0
    or not exists (select 1 from evidence_erasures e where e.bank = new.bank and e.digest = new.digest)
  begin select raise(abort, 'a file is emptied once, with a record of why'); end;
create trigger evidence_files_no_delete before delete on evidence_files begin select raise(abort, 'evidence_files is append-only'); end;

create trigger erasures_of_who_left before insert on erasures
  when not exists (select 1 from household_ends e where e.bank = new.bank and e.household = new.household)
    and not exists (select 1 from member_leavings l where l.bank = new.bank and l.member = new.member and l.household = new.household)
  begin select raise(abort, 'who is still here is not erased'); end;
create trigger erasures_one_at_a_time before insert on erasures
  when exists (select 1 from erasures o where o.bank = new.bank and o.household = new.household and o.member in (0, new.member)
    and not exists (select 1 from erasure_ends e where e.bank = o.bank and e.erasure = o.number and e.outcome = 'refused'))
  begin select raise(abort, 'this erasure was asked for before'); end;
create trigger erasure_ends_by_another before insert on erasure_ends
  when exists (select 1 from erasures o where o.bank = new.bank and o.number = new.erasure and o.asked_by = new.actor)
  begin select raise(abort, 'two people erase a name'); end;

-- A person's words in these tables may be erased; all else stays as it was recorded.
drop trigger consents_no_update;
create trigger consents_no_update before update of bank, member, purpose, sequence, given, recorded_at, actor, how on consents begin select raise(abort, 'consents is append-only'); end;
drop trigger notice_changes_no_update;
create trigger notice_changes_no_update before update of bank, notice, sequence, kind, closes_on, recorded_at, actor on notice_changes begin select raise(abort, 'notice_changes is append-only'); end;
drop trigger voucher_voids_no_update;
create trigger voucher_voids_no_update before update of bank, voucher, voided_at, actor on voucher_voids begin select raise(abort, 'voucher_voids is append-only'); end;
drop trigger stock_movements_no_update;
create trigger stock_movements_no_update before update of bank, number, shop, kind, to_shop, entry, moved_on, actor, origin, paid, count on stock_movements begin select raise(abort, 'stock_movements is append-only'); end;
drop trigger stock_lines_no_update;
create trigger stock_lines_no_update before update of bank, movement, line, goods, quantity, change, cost on stock_lines begin select raise(abort, 'stock_lines is append-only'); end;
drop trigger fund_movements_no_update;
create trigger fund_movements_no_update before update of bank, number, kind, source, purchase, fen, moved_on, entry, actor on fund_movements begin select raise(abort, 'fund_movements is append-only'); end;
drop trigger settlement_steps_no_update;
create trigger settlement_steps_no_update before update of bank, settlement, sequence, step, entry, recorded_at, actor on settlement_steps begin select raise(abort, 'settlement_steps is append-only'); end;

create trigger member_leavings_no_update before update on member_leavings begin select raise(abort, 'member_leavings is append-only'); end;
create trigger member_leavings_no_delete before delete on member_leavings begin select raise(abort, 'member_leavings is append-only'); end;
create trigger erasures_no_update before update on erasures begin select raise(abort, 'erasures is append-only'); end;
create trigger erasures_no_delete before delete on erasures begin select raise(abort, 'erasures is append-only'); end;
create trigger erasure_ends_no_update before update on erasure_ends begin select raise(abort, 'erasure_ends is append-only'); end;
create trigger erasure_ends_no_delete before delete on erasure_ends begin select raise(abort, 'erasure_ends is append-only'); end;
create trigger erasure_counts_no_update before update on erasure_counts begin select raise(abort, 'erasure_counts is append-only'); end;
create trigger erasure_counts_no_delete before delete on erasure_counts begin select raise(abort, 'erasure_counts is append-only'); end;
create trigger retention_rules_no_update before update on retention_rules begin select raise(abort, 'retention_rules is append-only'); end;
create trigger retention_rules_no_delete before delete on retention_rules begin select raise(abort, 'retention_rules is append-only'); end;
create trigger retention_runs_no_update before update on retention_runs begin select raise(abort, 'retention_runs is append-only'); end;
create trigger retention_runs_no_delete before delete on retention_runs begin select raise(abort, 'retention_runs is append-only'); end;
create trigger retention_counts_no_update before update on retention_counts begin select raise(abort, 'retention_counts is append-only'); end;
create trigger retention_counts_no_delete before delete on retention_counts begin select raise(abort, 'retention_counts is append-only'); end;
create trigger evidence_erasures_no_update before update on evidence_erasures begin select raise(abort, 'evidence_erasures is append-only'); end;
create trigger evidence_erasures_no_delete before delete on evidence_erasures begin select raise(abort, 'evidence_erasures is append-only'); end;
create trigger publication_assessments_no_update before update on publication_assessments begin select raise(abort, 'publication_assessments is append-only'); end;
create trigger publication_assessments_no_delete before delete on publication_assessments begin select raise(abort, 'publication_assessments is append-only'); end;
