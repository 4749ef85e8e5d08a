-- Favours that the village itself gives, and their suspension by a decision.

-- A favour that the village itself gives, in versions; the highest holds. A limit that is not asked is null. Redeeming points is built in
-- and stands in no row.
create table favours (
  bank           integer not null references banks (bank),
  number         integer not null check (number > 0),
  version        integer not null check (version > 0),
  name_zh        text    not null check (length(name_zh) > 0),
  name_en        text    not null check (length(name_en) > 0),
  kind           text    not null check (kind in ('honour', 'gift', 'priority')),
  least_standing integer,
  most_deducted  integer check (most_deducted >= 0),
  note           text    not null,
  ended          integer not null check (ended in (0, 1)),
  recorded_at    integer not null,
  actor          text    not null,
  primary key (bank, number, version)
) strict, without rowid;

create trigger favours_no_delete before delete on favours begin select raise(abort, 'favours is append-only'); end;
create trigger favours_no_update before update of bank, number, version, kind, least_standing, most_deducted, ended, recorded_at,
    actor on favours
  begin select raise(abort, 'favours is append-only'); end;

-- What was granted under a version of a favour.
create table favour_grants (
  bank        integer not null,
  number      integer not null check (number > 0),
  favour      integer not null,
  version     integer not null,
  household   integer not null,
  granted_on  text    not null check (length(granted_on) = 10),
  what        text    not null check (length(what) > 0),
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, number),
  foreign key (bank, favour, version) references favours (bank, number, version),
  foreign key (bank, household) references households (bank, number)
) strict, without rowid;

create index favour_grants_by_household on favour_grants (bank, household, number);

create trigger favour_grants_not_suspended before insert on favour_grants
  when exists (select 1 from favour_suspensions s join favour_confirmations c on c.bank = s.bank and c.suspension = s.number
    where s.bank = new.bank and s.household = new.household and new.granted_on between s.from_day and s.review_on
    and not exists (select 1 from favour_suspension_ends x where x.bank = s.bank and x.suspension = s.number))
  begin select raise(abort, 'favours are suspended'); end;
create trigger favour_grants_no_update before update of bank, number, favour, version, household, granted_on, recorded_at,
    actor on favour_grants
  begin select raise(abort, 'favour_grants is append-only'); end;
create trigger favour_grants_no_delete before delete on favour_grants begin select raise(abort, 'favour_grants is append-only'); end;
create trigger favour_grants_no_kin before insert on favour_grants
  when exists (select 1 from staff_ties t where t.bank = new.bank and t.household = new.household and new.actor = 'staff:' || t.staff)
  begin select raise(abort, 'nobody grants the own household or a relative a favour'); end;

-- A household was told that its favours are at stake, because its standing fell below the level of its year, before any meeting may
-- suspend them.
create table favour_reminders (
  bank        integer not null,
  number      integer not null check (number > 0),
  household   integer not null,
  year        integer not null,
  standing    integer not null,
  level       integer not null,
  reminded_on text    not null check (length(reminded_on) = 10),
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, number),
  foreign key (bank, household) references households (bank, number),
  check (standing < level)
) strict, without rowid;

create index favour_reminders_by_household on favour_reminders (bank, household, number);

create trigger favour_reminders_no_update before update on favour_reminders
  begin select raise(abort, 'favour_reminders is append-only'); end;
create trigger favour_reminders_no_delete before delete on favour_reminders
  begin select raise(abort, 'favour_reminders is append-only'); end;

-- A meeting's decision to suspend a household's favours: until when, until which standing, and after which reminder. It holds once a
-- second person has confirmed it, through its review day.
create table favour_suspensions (
  bank        integer not null,
  number      integer not null check (number > 0),
  household   integer not null,
  session     integer not null,
  reminder    integer not null,
  prolongs    integer,
  document    text    not null check (length(document) > 0),
  reason      text    not null check (length(reason) > 0),
  standing    integer not null,
  restores_at integer not null,
  from_day    text    not null check (length(from_day) = 10),
  review_on   text    not null check (length(review_on) = 10),
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, number),
  foreign key (bank, household) references households (bank, number),
  foreign key (bank, session) references assessments (bank, number),
  foreign key (bank, reminder) references favour_reminders (bank, number),
  foreign key (bank, prolongs) references favour_suspensions (bank, number),
  check (standing < restores_at),
  check (review_on > from_day)
) strict, without rowid;

create index favour_suspensions_by_household on favour_suspensions (bank, household, number);

create trigger favour_suspensions_no_kin before insert on favour_suspensions
  when exists (select 1 from staff_ties t where t.bank = new.bank and t.household = new.household and new.actor = 'staff:' || t.staff)
  begin select raise(abort, 'nobody suspends the own household or a relative'); end;
create trigger favour_suspensions_own_reminder before insert on favour_suspensions
  when not exists (select 1 from favour_reminders r where r.bank = new.bank and r.number = new.reminder and r.household = new.household)
  begin select raise(abort, 'the household was not reminded'); end;
create trigger favour_suspensions_no_delete before delete on favour_suspensions
  begin select raise(abort, 'favour_suspensions is append-only'); end;
create trigger favour_suspensions_no_update before update of bank, number, household, session, reminder, prolongs, standing, restores_at,
    from_day, review_on, recorded_at, actor on favour_suspensions
  begin select raise(abort, 'favour_suspensions is append-only'); end;

-- Another person confirmed a suspension.
create table favour_confirmations (
  bank        integer not null,
  suspension  integer not null,
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, suspension),
  foreign key (bank, suspension) references favour_suspensions (bank, number)
) strict, without rowid;

create trigger favour_confirmations_by_another before insert on favour_confirmations
  when exists (select 1 from favour_suspensions s where s.bank = new.bank and s.number = new.suspension and (s.actor = new.actor
    or exists (select 1 from staff_ties t where t.bank = s.bank and t.household = s.household and new.actor = 'staff:' || t.staff)))
  begin select raise(abort, 'another person without a tie confirms'); end;
create trigger favour_confirmations_one_live before insert on favour_confirmations
  when exists (select 1 from favour_suspension_ends x where x.bank = new.bank and x.suspension = new.suspension)
    or exists (select 1 from favour_suspensions n join favour_suspensions s on s.bank = n.bank and s.household = n.household
    join favour_confirmations c on c.bank = s.bank and c.suspension = s.number where n.bank = new.bank and n.number = new.suspension
    and not exists (select 1 from favour_suspension_ends x where x.bank = s.bank and x.suspension = s.number))
  begin select raise(abort, 'one suspension at a time'); end;
create trigger favour_confirmations_no_update before update on favour_confirmations
  begin select raise(abort, 'favour_confirmations is append-only'); end;
create trigger favour_confirmations_no_delete before delete on favour_confirmations
  begin select raise(abort, 'favour_confirmations is append-only'); end;

-- How a suspension ended: the standing came back, what was wrong was made good, an objection was upheld, the review day passed, a new
-- decision took its place, or it was never confirmed.
create table favour_suspension_ends (
  bank        integer not null,
  suspension  integer not null,
  kind        text    not null check (kind in ('level', 'amended', 'ruled', 'lapsed', 'prolonged', 'refused')),
  reason      text    not null,
  ended_on    text    not null check (length(ended_on) = 10),
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, suspension),
  foreign key (bank, suspension) references favour_suspensions (bank, number),
  check (kind not in ('amended', 'ruled', 'refused') or length(reason) > 0)
) strict, without rowid;

create trigger favour_suspension_ends_no_update before update of bank, suspension, kind, ended_on, recorded_at,
    actor on favour_suspension_ends
  begin select raise(abort, 'favour_suspension_ends is append-only'); end;
create trigger favour_suspension_ends_no_delete before delete on favour_suspension_ends
  begin select raise(abort, 'favour_suspension_ends is append-only'); end;
create trigger favour_suspension_ends_no_kin before insert on favour_suspension_ends
  when new.kind in ('refused', 'amended') and exists (select 1 from favour_suspensions s join staff_ties t on t.bank = s.bank
    and t.household = s.household and new.actor = 'staff:' || t.staff
    where s.bank = new.bank and s.number = new.suspension)
  begin select raise(abort, 'nobody ends a suspension of the own household or a relative'); end;

-- What was said against a suspension.
create table favour_objections (
  bank        integer not null,
  number      integer not null check (number > 0),
  suspension  integer not null,
  channel     text    not null check (channel in ('household', 'desk', 'voice')),
  words       text    not null check (length(words) > 0),
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, number),
  foreign key (bank, suspension) references favour_suspensions (bank, number)
) strict, without rowid;

create index favour_objections_by_suspension on favour_objections (bank, suspension, number);

create trigger favour_objections_no_update before update of bank, number, suspension, channel, recorded_at, actor on favour_objections
  begin select raise(abort, 'favour_objections is append-only'); end;
create trigger favour_objections_no_delete before delete on favour_objections
  begin select raise(abort, 'favour_objections is append-only'); end;

-- The answer of a person without a part in the suspension.
create table favour_rulings (
  bank        integer not null,
  objection   integer not null,
  outcome     text    not null check (outcome in ('upheld', 'dismissed')),
  reason      text    not null check (length(reason) > 0),
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, objection),
  foreign key (bank, objection) references favour_objections (bank, number)
) strict, without rowid;

create trigger favour_rulings_not_involved before insert on favour_rulings
  when exists (select 1 from favour_objections o join favour_suspensions s on s.bank = o.bank and s.number = o.suspension
    where o.bank = new.bank and o.number = new.objection and (s.actor = new.actor or exists (select 1 from favour_confirmations c
    where c.bank = s.bank and c.suspension = s.number and c.actor = new.actor) or exists (select 1 from assessment_people p
    where p.bank = s.bank and p.session = s.session and new.actor = 'staff:' || p.staff) or exists (select 1 from staff_ties t
    where t.bank = s.bank and t.household = s.household and new.actor = 'staff:' || t.staff)))
  begin select raise(abort, 'who had a part in the suspension does not rule on it'); end;
create trigger favour_rulings_no_update before update of bank, objection, outcome, recorded_at, actor on favour_rulings
  begin select raise(abort, 'favour_rulings is append-only'); end;
create trigger favour_rulings_no_delete before delete on favour_rulings begin select raise(abort, 'favour_rulings is append-only'); end;
