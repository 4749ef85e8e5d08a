-- Boards as data of a village, what was published of them, and the way onto and off the black board.

-- What a board is: names, measure, period, ranks or threshold, publisher; the last version counts. Version 0 stands in the program.
create table board_definitions (
  bank        integer not null references banks (bank),
  board       text    not null check (length(board) between 2 and 20),
  version     integer not null check (version > 0),
  title_zh    text    not null check (length(title_zh) > 0),
  title_en    text    not null,
  about_zh    text    not null,
  about_en    text    not null,
  measure     text    not null check (measure in ('standing', 'credited', 'deeds', 'deducted', 'stars', 'decided')),
  rules       text    not null,
  period      text    not null check (period in ('year', 'quarter', 'month')),
  top         integer check (top > 0),
  threshold   integer check (threshold > 0),
  scope       text    not null check (scope in ('households', 'groups')),
  days        integer not null check (days between 1 and 400),
  publisher   text    not null check (publisher in ('clerk', 'supervisor')),
  in_use      integer not null check (in_use in (0, 1)),
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, board, version),
  -- Nothing comes onto the black board but what was decided.
  check ((board = 'black') = (measure = 'decided')),
  check (scope = 'households' or measure in ('standing', 'credited'))
) strict, without rowid;

create trigger board_definitions_no_delete before delete on board_definitions
  begin select raise(abort, 'board_definitions is append-only'); end;
create trigger board_definitions_no_update before update of bank, board, version, measure, rules, period, top, threshold, scope, days,
    publisher, in_use, recorded_at, actor on board_definitions
  begin select raise(abort, 'board_definitions is append-only'); end;

-- A board as it was published: computed from the journal up to a head, under the definition, rulebook and settings that stand beside it,
-- so that anybody computes it again.
create table board_publications (
  bank         integer not null references banks (bank),
  number       integer not null check (number > 0),
  board        text    not null,
  definition   integer not null check (definition >= 0),
  measure      text    not null check (measure in ('standing', 'credited', 'deeds', 'deducted', 'stars', 'decided')),
  rules        text    not null,
  top          integer check (top > 0),
  threshold    integer check (threshold > 0),
  scope        text    not null check (scope in ('households', 'groups')),
  period       text    not null,
  head_entry   integer not null check (head_entry >= 0),
  head_code    text    not null,
  black_step   integer not null check (black_step >= 0),
  rulebook     integer not null check (rulebook >= 0),
  star_step    integer not null check (star_step > 0),
  veto_from    integer not null check (veto_from > 0),
  veto_most    integer not null check (veto_most between 0 and 5),
  published_at integer not null,
  published_on text    not null check (length(published_on) = 10),
  shown_until  text    not null check (length(shown_until) = 10),
  reason       text    not null check (length(reason) > 0),
  corrects     integer,
  places       integer not null check (places >= 0),
  digest       blob    not null check (length(digest) = 32),
  actor        text    not null,
  primary key (bank, number),
  foreign key (bank, corrects) references board_publications (bank, number),
  check (published_on <= shown_until),
  check (corrects < number)
) strict, without rowid;

create unique index board_publications_once on board_publications (bank, board, period, head_entry, black_step) where corrects is null;
create unique index board_publications_corrected_once on board_publications (bank, corrects) where corrects is not null;
create index board_publications_by_board on board_publications (bank, board, number);

create trigger board_publications_correct_the_same before insert on board_publications
  when new.corrects is not null and not exists (select 1 from board_publications p where p.bank = new.bank and p.number = new.corrects
    and p.board = new.board and p.period = new.period)
  begin select raise(abort, 'a publication corrects one of the same board and period'); end;
create trigger board_publications_no_update before update of bank, number, board, definition, measure, rules, top, threshold, scope,
    period, head_entry, head_code, black_step, rulebook, star_step, veto_from, veto_most, published_at, published_on, shown_until,
    corrects, places, digest, actor on board_publications
  begin select raise(abort, 'board_publications is append-only'); end;
create trigger board_publications_no_delete before delete on board_publications
  begin select raise(abort, 'board_publications is append-only'); end;

-- A place of a published board, without a name.
create table board_places (
  bank        integer not null,
  publication integer not null,
  line        integer not null check (line > 0),
  rank        integer not null check (rank > 0 and rank <= line),
  household   integer,
  group_no    integer,
  entry       integer,
  black       integer,
  score       integer not null,
  stars       integer not null check (stars between 0 and 5),
  deeds       integer not null check (deeds >= 0),
  primary key (bank, publication, line),
  foreign key (bank, publication) references board_publications (bank, number),
  foreign key (bank, household) references households (bank, number),
  foreign key (bank, group_no) references village_groups (bank, number),
  foreign key (bank, entry) references entries (bank, number),
  foreign key (bank, black) references black_entries (bank, number),
  -- A household, a group, a deed of a household, or a decided entry.
  check (case when household is null then 0 else 1 end + case when group_no is null then 0 else 1 end
    + case when black is null then 0 else 1 end = 1),
  check (entry is null or household is not null)
) strict, without rowid;

create trigger board_places_no_more before insert on board_places
  when new.line > (select p.places from board_publications p where p.bank = new.bank and p.number = new.publication)
  begin select raise(abort, 'a publication has the places it was published with'); end;
create trigger board_places_no_update before update on board_places begin select raise(abort, 'board_places is append-only'); end;
create trigger board_places_no_delete before delete on board_places begin select raise(abort, 'board_places is append-only'); end;

-- Which household was in which group when a board of groups was published.
create table board_groups (
  bank        integer not null,
  publication integer not null,
  household   integer not null,
  group_no    integer not null,
  primary key (bank, publication, household),
  foreign key (bank, publication) references board_publications (bank, number),
  foreign key (bank, household) references households (bank, number),
  foreign key (bank, group_no) references village_groups (bank, number)
) strict, without rowid;

create trigger board_groups_no_update before update on board_groups begin select raise(abort, 'board_groups is append-only'); end;
create trigger board_groups_no_delete before delete on board_groups begin select raise(abort, 'board_groups is append-only'); end;

-- A decision to name a deed on the black board: reminded in private, then in writing, then decided by a meeting, with a reason and a last
-- day.
create table black_entries (
  bank             integer not null,
  number           integer not null check (number > 0),
  household        integer not null,
  rule             text    not null,
  rulebook         integer not null,
  private_reminder integer not null,
  written_reminder integer not null,
  session          integer not null,
  document         text    not null check (length(document) > 0),
  reason           text    not null check (length(reason) > 0),
  decided_on       text    not null check (length(decided_on) = 10),
  shown_from       text    not null check (length(shown_from) = 10),
  shown_until      text    not null check (length(shown_until) = 10),
  recorded_at      integer not null,
  actor            text    not null,
  primary key (bank, number),
  foreign key (bank, household) references households (bank, number),
  foreign key (bank, rulebook, rule) references rules (bank, version, code),
  foreign key (bank, private_reminder) references reminders (bank, number),
  foreign key (bank, written_reminder) references reminders (bank, number),
  foreign key (bank, session) references assessments (bank, number),
  check (decided_on <= shown_from and shown_from <= shown_until)
) strict, without rowid;

create index black_entries_by_household on black_entries (bank, household);
create index black_entries_by_last_day on black_entries (bank, shown_until);

create trigger black_entries_never_protected before insert on black_entries
  when not exists (select 1 from rules r where r.bank = new.bank and r.version = new.rulebook and r.code = new.rule and r.kind = 'deduct'
    and r.posted = 1)
  begin select raise(abort, 'what may not be posted never stands on a board'); end;
create trigger black_entries_reminded before insert on black_entries
  when not exists (select 1 from reminders p join reminders w on w.bank = p.bank and w.number = new.written_reminder
    and w.kind = 'written' and w.household = p.household and w.rule = p.rule and w.reminded_on >= p.reminded_on
    and w.reminded_on < new.decided_on where p.bank = new.bank and p.number = new.private_reminder and p.kind = 'private'
    and p.household = new.household and p.rule = new.rule)
  begin select raise(abort, 'a household is reminded in private and then in writing before it is decided'); end;
create trigger black_entries_decided before insert on black_entries
  when not exists (select 1 from assessments a where a.bank = new.bank and a.number = new.session and a.held_on = new.decided_on)
  begin select raise(abort, 'a meeting decides, on its day'); end;
create trigger black_entries_no_kin before insert on black_entries
  when exists (select 1 from staff_ties t where t.bank = new.bank and t.household = new.household and new.actor = 'staff:' || t.staff)
  begin select raise(abort, 'nobody records the own household or a relative'); end;
create trigger black_entries_no_delete before delete on black_entries begin select raise(abort, 'black_entries is append-only'); end;
create trigger black_entries_no_update before update of bank, number, household, rule, rulebook, private_reminder, written_reminder,
    session, decided_on, shown_from, shown_until, recorded_at, actor on black_entries
  begin select raise(abort, 'black_entries is append-only'); end;

-- What became of a decision: posted, then amended, upheld against or withdrawn. After its last day it is over without any row.
create table black_entry_steps (
  bank        integer not null,
  number      integer not null check (number > 0),
  entry       integer not null,
  state       text    not null check (state in ('posted', 'amended', 'upheld', 'withdrawn')),
  objection   integer,
  note        text    not null,
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, number),
  foreign key (bank, entry) references black_entries (bank, number),
  foreign key (bank, objection) references black_objections (bank, number),
  check ((state = 'upheld') = (objection is not null)),
  check (state = 'posted' or length(note) > 0)
) strict, without rowid;

create index black_entry_steps_by_entry on black_entry_steps (bank, entry);

create trigger black_entry_steps_end_once before insert on black_entry_steps
  when exists (select 1 from black_entry_steps s where s.bank = new.bank and s.entry = new.entry and s.state <> 'posted')
  begin select raise(abort, 'an ended entry stays ended'); end;
create trigger black_entry_steps_post_once before insert on black_entry_steps
  when new.state = 'posted' and exists (select 1 from black_entry_steps s where s.bank = new.bank and s.entry = new.entry
    and s.state = 'posted')
  begin select raise(abort, 'an entry is posted once'); end;
create trigger black_entry_steps_posted_by_another before insert on black_entry_steps
  when new.state = 'posted' and exists (select 1 from black_entries b where b.bank = new.bank and b.number = new.entry
    and (b.actor = new.actor or exists (select 1 from staff_ties t where t.bank = b.bank and t.household = b.household
    and new.actor = 'staff:' || t.staff)))
  begin select raise(abort, 'who recorded an entry, or is kin, does not post it'); end;
create trigger black_entry_steps_upheld_by_ruling before insert on black_entry_steps
  when new.state = 'upheld' and not exists (select 1 from black_rulings r join black_objections o on o.bank = r.bank
    and o.number = r.objection where r.bank = new.bank and r.objection = new.objection and r.outcome = 'upheld' and o.entry = new.entry)
  begin select raise(abort, 'an entry is upheld against by a ruling'); end;
create trigger black_entry_steps_no_update before update of bank, number, entry, state, objection, recorded_at, actor on black_entry_steps
  begin select raise(abort, 'black_entry_steps is append-only'); end;
create trigger black_entry_steps_no_delete before delete on black_entry_steps
  begin select raise(abort, 'black_entry_steps is append-only'); end;
create trigger black_entry_steps_no_kin before insert on black_entry_steps
  when new.state in ('amended', 'withdrawn') and exists (select 1 from black_entries b join staff_ties t on t.bank = b.bank
    and t.household = b.household and new.actor = 'staff:' || t.staff
    where b.bank = new.bank and b.number = new.entry)
  begin select raise(abort, 'nobody ends an entry of the own household or a relative'); end;

-- An objection to an entry of the black board.
create table black_objections (
  bank        integer not null,
  number      integer not null check (number > 0),
  entry       integer not null,
  channel     text    not null check (channel in ('household', 'desk', 'voice')),
  household   integer,
  objector    text    not null,
  words       text    not null,
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, number),
  foreign key (bank, entry) references black_entries (bank, number),
  foreign key (bank, household) references households (bank, number)
) strict, without rowid;

create index black_objections_by_entry on black_objections (bank, entry);

create trigger black_objections_no_update before update of bank, number, entry, channel, household, recorded_at, actor on black_objections
  begin select raise(abort, 'black_objections is append-only'); end;
create trigger black_objections_no_delete before delete on black_objections
  begin select raise(abort, 'black_objections is append-only'); end;

-- The answer to an objection.
create table black_rulings (
  bank        integer not null,
  objection   integer not null,
  outcome     text    not null check (outcome in ('upheld', 'dismissed')),
  reason      text    not null,
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, objection),
  foreign key (bank, objection) references black_objections (bank, number)
) strict, without rowid;

create trigger black_rulings_not_involved before insert on black_rulings
  when exists (select 1 from black_objections o join black_entries b on b.bank = o.bank and b.number = o.entry where o.bank = new.bank
    and o.number = new.objection and (b.actor = new.actor or exists (select 1 from black_entry_steps s where s.bank = b.bank
    and s.entry = b.number and s.state = 'posted' and s.actor = new.actor) or exists (select 1 from assessment_people p
    where p.bank = b.bank and p.session = b.session and new.actor = 'staff:' || p.staff) or exists (select 1 from staff_ties t
    where t.bank = b.bank and new.actor = 'staff:' || t.staff and (t.household = b.household or t.household = o.household))))
  begin select raise(abort, 'who had a part in an entry does not rule on it'); end;
create trigger black_rulings_no_update before update of bank, objection, outcome, recorded_at, actor on black_rulings
  begin select raise(abort, 'black_rulings is append-only'); end;
create trigger black_rulings_no_delete before delete on black_rulings begin select raise(abort, 'black_rulings is append-only'); end;
