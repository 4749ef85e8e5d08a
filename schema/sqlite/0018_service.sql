-- Service: the library of projects, teams, activities, who came from when until when, what was confirmed, and the papers about it.

-- How many minutes of a kind of service make one unit of an hourly rule (60: an hour; 120: two hours count as one; 40: one and a half
-- times); of a class the last row counts.
create table service_classes (
  bank         integer not null references banks (bank),
  code         text    not null,
  version      integer not null check (version > 0),
  name_zh      text    not null,
  name_en      text    not null,
  unit_minutes integer not null check (unit_minutes between 1 and 1440),
  recorded_at  integer not null,
  actor        text    not null,
  primary key (bank, code, version)
) strict, without rowid;

create trigger service_classes_no_update before update on service_classes
  begin select raise(abort, 'service_classes is append-only'); end;
create trigger service_classes_no_delete before delete on service_classes
  begin select raise(abort, 'service_classes is append-only'); end;

-- A project of the published library; of a project the last row counts, and an activity keeps the row it was planned by.
create table projects (
  bank           integer not null references banks (bank),
  number         integer not null check (number > 0),
  version        integer not null check (version > 0),
  title_zh       text    not null,
  title_en       text    not null,
  class          text    not null,
  rule           text    not null,
  place          text    not null,
  wanted         integer not null check (wanted > 0),
  ceiling_points integer not null check (ceiling_points >= 0), -- the most that one person gets from one activity; 0: no ceiling
  valid_from     text    not null check (length(valid_from) = 10),
  valid_until    text    check (length(valid_until) = 10),
  recorded_at    integer not null,
  actor          text    not null,
  primary key (bank, number, version),
  check (valid_until is null or valid_until >= valid_from)
) strict, without rowid;

create trigger projects_no_delete before delete on projects begin select raise(abort, 'projects is append-only'); end;
create trigger projects_no_update before update of bank, number, version, class, rule, wanted, ceiling_points, valid_from, valid_until,
    recorded_at, actor on projects
  begin select raise(abort, 'projects is append-only'); end;

-- A volunteers' team. Who leads it is a right in staff_grants.
create table teams (
  bank      integer not null references banks (bank),
  number    integer not null check (number > 0),
  name      text    not null,
  opened_at integer not null,
  opened_by text    not null,
  ended_at  integer,
  ended_by  text,
  primary key (bank, number),
  unique (bank, name),
  check ((ended_at is null) = (ended_by is null))
) strict, without rowid;

create trigger teams_keep_identity before update of bank, number, opened_at, opened_by on teams
  begin select raise(abort, 'a team keeps its identity'); end;
create trigger teams_no_delete before delete on teams begin select raise(abort, 'teams are never deleted'); end;
create trigger teams_stay_ended before update of ended_at, ended_by on teams
  when old.ended_at is not null
  begin select raise(abort, 'an ended team stays ended'); end;

-- A member joined a team or left it; of a member the last row counts.
create table team_members (
  bank        integer not null,
  team        integer not null,
  member      integer not null,
  sequence    integer not null check (sequence > 0),
  kind        text    not null check (kind in ('joined', 'left')),
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, team, member, sequence),
  foreign key (bank, team) references teams (bank, number),
  foreign key (bank, member) references members (bank, number),
  check ((kind = 'joined') = (sequence % 2 = 1))
) strict, without rowid;

create trigger team_members_no_update before update on team_members begin select raise(abort, 'team_members is append-only'); end;
create trigger team_members_no_delete before delete on team_members begin select raise(abort, 'team_members is append-only'); end;

-- An activity of a version of a project by a team, where its last step says it stands.
create table activities (
  bank            integer not null,
  number          integer not null check (number > 0),
  project         integer not null,
  project_version integer not null,
  team            integer not null,
  title           text    not null,
  place           text    not null,
  begins_at       integer not null,
  ends_at         integer not null,
  wanted          integer not null,
  state           text    not null,
  steps           integer not null check (steps >= 0),
  primary key (bank, number),
  foreign key (bank, project, project_version) references projects (bank, number, version),
  foreign key (bank, team) references teams (bank, number)
) strict, without rowid;

create index activities_by_begin on activities (bank, begins_at);
create index activities_by_team on activities (bank, team);
-- What is over and not yet closed is few, however long the village has been at it.
create index activities_unclosed on activities (bank, ends_at) where state in ('open', 'held');

create trigger activities_begin_with_nothing before insert on activities
  when new.state <> '' or new.steps <> 0
  begin select raise(abort, 'an activity begins with nothing'); end;
create trigger activities_no_delete before delete on activities begin select raise(abort, 'activities are never deleted'); end;
-- A title and a place can be corrected: a name may be struck out of them.
create trigger activities_keep_identity before update of bank, number, project, project_version, team on activities
  begin select raise(abort, 'an activity keeps its identity'); end;
create trigger activities_follow_steps before update of state, steps, place, begins_at, ends_at, wanted on activities
  when new.steps not in (old.steps, old.steps + 1) or not exists (select 1 from activity_steps s where s.bank = new.bank
    and s.activity = new.number and s.sequence = new.steps and s.state = new.state and s.place = new.place and s.begins_at = new.begins_at
    and s.ends_at = new.ends_at and s.wanted = new.wanted)
  begin select raise(abort, 'an activity stands where its last step says'); end;

-- The law of what state may follow what; an activity begins with nothing.
create table activity_moves (
  from_state text not null,
  to_state   text not null,
  primary key (from_state, to_state)
) strict, without rowid;

insert into activity_moves (from_state, to_state) values
  ('', 'planned'),
  ('planned', 'planned'), ('planned', 'open'), ('planned', 'cancelled'),
  ('open', 'open'), ('open', 'held'), ('open', 'cancelled'),
  ('held', 'closed'), ('closed', 'held');

create trigger activity_moves_no_update before update on activity_moves begin select raise(abort, 'activity_moves is append-only'); end;
create trigger activity_moves_no_delete before delete on activity_moves begin select raise(abort, 'activity_moves is append-only'); end;

-- What happened to an activity; place, times and wanted people are those that hold from then on.
create table activity_steps (
  bank        integer not null,
  activity    integer not null,
  sequence    integer not null check (sequence > 0),
  state       text    not null,
  place       text    not null,
  begins_at   integer not null check (begins_at % 60000 = 0),
  ends_at     integer not null check (ends_at % 60000 = 0),
  wanted      integer not null check (wanted > 0),
  reason      text    not null,
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, activity, sequence),
  foreign key (bank, activity) references activities (bank, number),
  check (ends_at > begins_at),
  check (state <> 'cancelled' or length(reason) > 0)
) strict, without rowid;

create trigger activity_steps_follow_the_law before insert on activity_steps
  when not exists (select 1 from activities a join activity_moves m on m.from_state = a.state and m.to_state = new.state
    where a.bank = new.bank and a.number = new.activity and new.sequence = a.steps + 1)
  begin select raise(abort, 'an activity does not move that way'); end;
create trigger activity_steps_no_delete before delete on activity_steps begin select raise(abort, 'activity_steps is append-only'); end;
create trigger activity_steps_no_update before update of bank, activity, sequence, state, begins_at, ends_at, wanted, recorded_at,
    actor on activity_steps
  begin select raise(abort, 'activity_steps is append-only'); end;

-- The secret in the QR code at the door, as a digest; the last one of an activity signs in and out, on its day.
create table activity_codes (
  bank       integer not null,
  activity   integer not null,
  sequence   integer not null check (sequence > 0),
  token_hash blob    not null check (length(token_hash) = 32),
  issued_at  integer not null,
  issued_by  text    not null,
  primary key (bank, activity, sequence),
  foreign key (bank, activity) references activities (bank, number)
) strict, without rowid;

create unique index activity_codes_by_token on activity_codes (token_hash);

create trigger activity_codes_no_update before update on activity_codes begin select raise(abort, 'activity_codes is append-only'); end;
create trigger activity_codes_no_delete before delete on activity_codes begin select raise(abort, 'activity_codes is append-only'); end;

-- Who means to come, in the order in which they said so: those beyond the wanted people wait. Of a member the last row counts.
create table activity_signups (
  bank        integer not null,
  activity    integer not null,
  sequence    integer not null check (sequence > 0),
  member      integer not null,
  kind        text    not null check (kind in ('signed_up', 'withdrawn')),
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, activity, sequence),
  foreign key (bank, activity) references activities (bank, number),
  foreign key (bank, member) references members (bank, number)
) strict, without rowid;

create index activity_signups_by_member on activity_signups (bank, member, activity, sequence);

create trigger activity_signups_alternate before insert on activity_signups
  when coalesce((select s.kind from activity_signups s where s.bank = new.bank and s.activity = new.activity and s.member = new.member
    order by s.sequence desc limit 1), 'withdrawn') = new.kind
  begin select raise(abort, 'nobody signs up twice, or withdraws without having signed up'); end;
create trigger activity_signups_no_update before update on activity_signups
  begin select raise(abort, 'activity_signups is append-only'); end;
create trigger activity_signups_no_delete before delete on activity_signups
  begin select raise(abort, 'activity_signups is append-only'); end;

-- Who came, once each; from when until when stands in attendance_times.
create table attendances (
  bank      integer not null,
  number    integer not null check (number > 0),
  activity  integer not null,
  member    integer not null,
  household integer not null,
  primary key (bank, number),
  unique (bank, activity, member),
  foreign key (bank, activity) references activities (bank, number),
  foreign key (bank, member) references members (bank, number),
  foreign key (bank, household) references households (bank, number)
) strict, without rowid;

create index attendances_by_member on attendances (bank, member);

create trigger attendances_no_update before update on attendances begin select raise(abort, 'attendances is append-only'); end;
create trigger attendances_no_delete before delete on attendances begin select raise(abort, 'attendances is append-only'); end;

-- The times as they are known from then on; the last row counts. Whoever was written down by mistake is struck off.
create table attendance_times (
  bank        integer not null,
  attendance  integer not null,
  sequence    integer not null check (sequence > 0),
  kind        text    not null check (kind in ('came', 'left', 'corrected', 'struck')),
  came_at     integer not null check (came_at % 60000 = 0),
  left_at     integer check (left_at % 60000 = 0),
  way         text    not null check (way in ('list', 'qr', 'clerk')),
  outside     integer not null check (outside in (0, 1)),
  late        integer not null check (late in (0, 1)),
  reason      text    not null,
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, attendance, sequence),
  foreign key (bank, attendance) references attendances (bank, number),
  check (kind = 'struck' or (kind = 'came') = (left_at is null)),
  check (left_at is null or (left_at > came_at and left_at - came_at <= 43200000)),
  check (kind not in ('corrected', 'struck') or length(reason) > 0)
) strict, without rowid;

create index attendance_times_by_day on attendance_times (bank, came_at);

create trigger attendance_times_stay_confirmed before insert on attendance_times
  when exists (select 1 from attendance_confirmations c where c.bank = new.bank and c.attendance = new.attendance
    and not exists (select 1 from entries e where e.bank = c.bank and e.reverses = c.entry))
  begin select raise(abort, 'a confirmed attendance keeps its times'); end;
create trigger attendance_times_no_update before update of bank, attendance, sequence, kind, came_at, left_at, way, outside, late,
    recorded_at, actor on attendance_times
  begin select raise(abort, 'attendance_times is append-only'); end;
create trigger attendance_times_no_delete before delete on attendance_times
  begin select raise(abort, 'attendance_times is append-only'); end;

-- An attendance was confirmed by an entry: its minutes, what they were worth by the rule, and what is carried to the next one of the same
-- member, class and rule. Carried minutes and those served are used up by whole units, granted or lapsed at a ceiling; the rest is
-- carried on: the sum of minutes - used of those that count. It counts while its entry is not reversed.
create table attendance_confirmations (
  bank         integer not null,
  attendance   integer not null,
  times        integer not null,
  entry        integer not null,
  member       integer not null,
  class        text    not null,
  rule         text    not null,
  rulebook     integer not null,
  unit_minutes integer not null check (unit_minutes > 0),
  carried      integer not null,
  minutes      integer not null check (minutes > 0),
  used         integer not null check (used >= 0),
  quantity     integer not null check (quantity >= 0),
  lapsed       integer not null check (lapsed >= 0),
  one_person   integer not null check (one_person in (0, 1)), -- marks a very small village's exception
  confirmed_at integer not null,
  actor        text    not null,
  primary key (bank, entry),
  foreign key (bank, attendance, times) references attendance_times (bank, attendance, sequence),
  foreign key (bank, entry) references entries (bank, number),
  foreign key (bank, rulebook, rule) references rules (bank, version, code)
) strict, without rowid;

create index attendance_confirmations_by_attendance on attendance_confirmations (bank, attendance);
create index attendance_confirmations_by_member on attendance_confirmations (bank, member, class, rule);

create trigger attendance_confirmations_once before insert on attendance_confirmations
  when exists (select 1 from attendance_confirmations c where c.bank = new.bank and c.attendance = new.attendance
    and not exists (select 1 from entries e where e.bank = c.bank and e.reverses = c.entry))
  begin select raise(abort, 'an attendance is confirmed once'); end;
create trigger attendance_confirmations_last_times before insert on attendance_confirmations
  when not exists (select 1 from attendance_times t where t.bank = new.bank and t.attendance = new.attendance and t.sequence = new.times
    and t.kind in ('left', 'corrected') and t.left_at - t.came_at = 60000 * new.minutes and not exists (select 1 from attendance_times n
    where n.bank = t.bank and n.attendance = t.attendance and n.sequence > t.sequence))
  begin select raise(abort, 'the last times are confirmed, and both of them'); end;
create trigger attendance_confirmations_no_kin before insert on attendance_confirmations
  when exists (select 1 from attendances a join staff_ties t on t.bank = a.bank and t.household = a.household where a.bank = new.bank
    and a.number = new.attendance and new.actor = 'staff:' || t.staff)
  begin select raise(abort, 'nobody confirms the own household or a relative'); end;
create trigger attendance_confirmations_no_update before update on attendance_confirmations
  begin select raise(abort, 'attendance_confirmations is append-only'); end;
create trigger attendance_confirmations_no_delete before delete on attendance_confirmations
  begin select raise(abort, 'attendance_confirmations is append-only'); end;
-- Four eyes on hours of service: who wrote them down does not confirm them, but where a very small village allows it and marks it.
-- Whoever signed in by code wrote them down alone.
create trigger attendance_confirmations_maker_and_checker before insert on attendance_confirmations
  when new.one_person = 0 and exists (select 1 from attendance_times t where t.bank = new.bank and t.attendance = new.attendance
    and t.way <> 'qr' and t.actor = new.actor)
  begin select raise(abort, 'who wrote hours down does not confirm them'); end;

-- A paper about a person's hours, as it was issued. The digest is the SHA-256 of the salt and
-- bank|number|member|household|from|until|minutes|activities|total|stars|issued on; its letters are the check code's.
create table service_certificates (
  bank       integer not null references banks (bank),
  number     integer not null check (number > 0),
  member     integer not null,
  household  integer not null,
  from_day   text    not null check (length(from_day) = 10),
  until_day  text    not null check (length(until_day) = 10),
  minutes    integer not null check (minutes > 0),
  activities integer not null check (activities >= 0),
  total      integer not null check (total >= 0),
  stars      integer not null check (stars between 0 and 5),
  issued_on  text    not null check (length(issued_on) = 10),
  salt       blob    not null check (length(salt) = 16),
  digest     blob    not null check (length(digest) = 32),
  issued_at  integer not null,
  actor      text    not null,
  primary key (bank, number),
  foreign key (bank, member) references members (bank, number),
  check (until_day >= from_day)
) strict, without rowid;

create index service_certificates_by_member on service_certificates (bank, member);

create trigger service_certificates_no_update before update on service_certificates
  begin select raise(abort, 'service_certificates is append-only'); end;
create trigger service_certificates_no_delete before delete on service_certificates
  begin select raise(abort, 'service_certificates is append-only'); end;
