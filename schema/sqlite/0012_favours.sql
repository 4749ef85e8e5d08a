-- Favours that the village itself gives, their suspension by a decision, honours, and rating certificates at a household's own request.

-- A favour in its versions; the highest holds. Null for a limit that is not asked. The favour of redeeming points is built in and stands in no row.
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

-- Favours are at stake: said to a household whose standing fell below the level of its year, before any meeting may suspend them.
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

-- A meeting's decision: until when, until which standing, and after which reminder. It holds once a second person has confirmed it, through its review day.
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

create table favour_confirmations (
  bank        integer not null,
  suspension  integer not null,
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, suspension),
  foreign key (bank, suspension) references favour_suspensions (bank, number)
) strict, without rowid;

-- How it ended: the standing came back, what was wrong was made good, an objection was upheld, the review day passed, a new decision took its place, or it was never confirmed.
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

-- Titles that are awarded, in versions; the highest holds. The rule, where there is one, credits the points of an award.
create table honour_titles (
  bank        integer not null references banks (bank),
  code        text    not null check (length(code) > 0),
  version     integer not null check (version > 0),
  name_zh     text    not null check (length(name_zh) > 0),
  name_en     text    not null check (length(name_en) > 0),
  level       text    not null check (level in ('village', 'township', 'county', 'city', 'province', 'nation')),
  body        text    not null check (length(body) > 0),
  rule        text    check (length(rule) > 0),
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, code, version)
) strict, without rowid;

-- Who is proposed for a title of a year: from the closed year's list, with the rank there, or by hand with a reason.
create table honour_candidates (
  bank        integer not null,
  number      integer not null check (number > 0),
  year        integer not null,
  title       text    not null,
  version     integer not null,
  household   integer not null,
  member      integer,
  rank        integer check (rank > 0),
  reason      text    not null,
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, number),
  foreign key (bank, title, version) references honour_titles (bank, code, version),
  foreign key (bank, household) references households (bank, number),
  check (rank is not null or length(reason) > 0)
) strict, without rowid;

create unique index honour_candidates_once on honour_candidates (bank, year, title, household, coalesce(member, 0));

create table honour_decisions (
  bank        integer not null,
  candidate   integer not null,
  outcome     text    not null check (outcome in ('accepted', 'declined')),
  session     integer not null,
  document    text    not null,
  reason      text    not null,
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, candidate),
  foreign key (bank, candidate) references honour_candidates (bank, number),
  foreign key (bank, session) references assessments (bank, number),
  check (outcome <> 'declined' or length(reason) > 0)
) strict, without rowid;

create table awards (
  bank        integer not null,
  number      integer not null check (number > 0),
  title       text    not null,
  version     integer not null,
  household   integer not null,
  member      integer,
  body        text    not null check (length(body) > 0),
  document    text    not null check (length(document) > 0),
  awarded_on  text    not null check (length(awarded_on) = 10),
  candidate   integer,
  entry       integer,
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, number),
  foreign key (bank, title, version) references honour_titles (bank, code, version),
  foreign key (bank, household) references households (bank, number),
  foreign key (bank, candidate) references honour_candidates (bank, number),
  foreign key (bank, entry) references entries (bank, number)
) strict, without rowid;

-- An accepted candidate is awarded once, and an entry is one award's.
create unique index awards_by_candidate on awards (bank, candidate) where candidate is not null;
create unique index awards_by_entry on awards (bank, entry) where entry is not null;
create index awards_by_household on awards (bank, household, number);

create table award_removals (
  bank        integer not null,
  award       integer not null,
  reason      text    not null check (length(reason) > 0),
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, award),
  foreign key (bank, award) references awards (bank, number)
) strict, without rowid;

-- A certificate as it was issued: of a closed year, or of the year as it stood at the head. The digest is of all that stands on it.
create table rating_certificates (
  bank        integer not null,
  number      integer not null check (number > 0),
  household   integer not null,
  asked       text    not null check (asked in ('passbook', 'desk')),
  year        integer not null,
  closed      integer not null check (closed in (0, 1)),
  head_code   text    not null,
  standing    integer not null,
  stars       integer not null check (stars between 0 and 5),
  step        integer not null check (step > 0),
  most_stars  integer not null check (most_stars between 0 and 5),
  issued_on   text    not null check (length(issued_on) = 10),
  valid_until text    not null check (length(valid_until) = 10),
  salt        blob    not null check (length(salt) = 16),
  digest      blob    not null check (length(digest) = 32),
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, number),
  foreign key (bank, household) references households (bank, number),
  check (valid_until > issued_on),
  check (stars <= most_stars)
) strict, without rowid;

create index rating_certificates_by_household on rating_certificates (bank, household, number);

create table rating_voids (
  bank        integer not null,
  certificate integer not null,
  reason      text    not null check (length(reason) > 0),
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, certificate),
  foreign key (bank, certificate) references rating_certificates (bank, number)
) strict, without rowid;

-- What a household's paper from the lender says, in versions; the highest holds. In fen.
create table rating_loans (
  bank        integer not null,
  number      integer not null check (number > 0),
  version     integer not null check (version > 0),
  certificate integer not null,
  partner     text    not null check (length(partner) > 0),
  line        integer not null check (line > 0),
  lent        integer not null check (lent between 0 and line),
  agreed_on   text    not null check (length(agreed_on) = 10),
  paper       text    not null check (length(paper) > 0),
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, number, version),
  foreign key (bank, certificate) references rating_certificates (bank, number)
) strict, without rowid;

create trigger favour_grants_not_suspended before insert on favour_grants when exists (select 1 from favour_suspensions s join favour_confirmations c on c.bank = s.bank and c.suspension = s.number where s.bank = new.bank and s.household = new.household and new.granted_on between s.from_day and s.review_on and not exists (select 1 from favour_suspension_ends x where x.bank = s.bank and x.suspension = s.number)) begin select raise(abort, 'favours are suspended'); end;
create trigger favour_suspensions_no_kin before insert on favour_suspensions when exists (select 1 from staff_ties t where t.bank = new.bank and t.household = new.household and new.actor = 'staff:' || t.staff) begin select raise(abort, 'nobody suspends the own household or a relative'); end;
create trigger favour_suspensions_own_reminder before insert on favour_suspensions when not exists (select 1 from favour_reminders r where r.bank = new.bank and r.number = new.reminder and r.household = new.household) begin select raise(abort, 'the household was not reminded'); end;
create trigger favour_confirmations_by_another before insert on favour_confirmations when exists (select 1 from favour_suspensions s where s.bank = new.bank and s.number = new.suspension and (s.actor = new.actor or exists (select 1 from staff_ties t where t.bank = s.bank and t.household = s.household and new.actor = 'staff:' || t.staff))) begin select raise(abort, 'another person without a tie confirms'); end;
create trigger favour_confirmations_one_live before insert on favour_confirmations when exists (select 1 from favour_suspension_ends x where x.bank = new.bank and x.suspension = new.suspension) or exists (select 1 from favour_suspensions n join favour_suspensions s on s.bank = n.bank and s.household = n.household join favour_confirmations c on c.bank = s.bank and c.suspension = s.number where n.bank = new.bank and n.number = new.suspension and not exists (select 1 from favour_suspension_ends x where x.bank = s.bank and x.suspension = s.number)) begin select raise(abort, 'one suspension at a time'); end;
create trigger favour_rulings_not_involved before insert on favour_rulings when exists (select 1 from favour_objections o join favour_suspensions s on s.bank = o.bank and s.number = o.suspension where o.bank = new.bank and o.number = new.objection and (s.actor = new.actor or exists (select 1 from favour_confirmations c where c.bank = s.bank and c.suspension = s.number and c.actor = new.actor) or exists (select 1 from assessment_people p where p.bank = s.bank and p.session = s.session and new.actor = 'staff:' || p.staff) or exists (select 1 from staff_ties t where t.bank = s.bank and t.household = s.household and new.actor = 'staff:' || t.staff))) begin select raise(abort, 'who had a part in the suspension does not rule on it'); end;
create trigger awards_of_accepted before insert on awards when new.candidate is not null and not exists (select 1 from honour_candidates c join honour_decisions d on d.bank = c.bank and d.candidate = c.number where c.bank = new.bank and c.number = new.candidate and d.outcome = 'accepted' and c.title = new.title and c.household = new.household and coalesce(c.member, 0) = coalesce(new.member, 0)) begin select raise(abort, 'an award follows its accepted candidate'); end;
create trigger rating_loans_while_valid before insert on rating_loans when not exists (select 1 from rating_certificates c where c.bank = new.bank and c.number = new.certificate and new.agreed_on between c.issued_on and c.valid_until) begin select raise(abort, 'the certificate was not valid on that day'); end;
create trigger favours_no_update before update on favours begin select raise(abort, 'favours is append-only'); end;
create trigger favours_no_delete before delete on favours begin select raise(abort, 'favours is append-only'); end;
create trigger favour_grants_no_update before update of bank, number, favour, version, household, granted_on, recorded_at, actor on favour_grants begin select raise(abort, 'favour_grants is append-only'); end;
create trigger favour_grants_no_delete before delete on favour_grants begin select raise(abort, 'favour_grants is append-only'); end;
create trigger favour_reminders_no_update before update on favour_reminders begin select raise(abort, 'favour_reminders is append-only'); end;
create trigger favour_reminders_no_delete before delete on favour_reminders begin select raise(abort, 'favour_reminders is append-only'); end;
create trigger favour_suspensions_no_update before update of bank, number, household, session, reminder, prolongs, document, standing, restores_at, from_day, review_on, recorded_at, actor on favour_suspensions begin select raise(abort, 'favour_suspensions is append-only'); end;
create trigger favour_suspensions_no_delete before delete on favour_suspensions begin select raise(abort, 'favour_suspensions is append-only'); end;
create trigger favour_confirmations_no_update before update on favour_confirmations begin select raise(abort, 'favour_confirmations is append-only'); end;
create trigger favour_confirmations_no_delete before delete on favour_confirmations begin select raise(abort, 'favour_confirmations is append-only'); end;
create trigger favour_suspension_ends_no_update before update of bank, suspension, kind, ended_on, recorded_at, actor on favour_suspension_ends begin select raise(abort, 'favour_suspension_ends is append-only'); end;
create trigger favour_suspension_ends_no_delete before delete on favour_suspension_ends begin select raise(abort, 'favour_suspension_ends is append-only'); end;
create trigger favour_objections_no_update before update of bank, number, suspension, channel, recorded_at, actor on favour_objections begin select raise(abort, 'favour_objections is append-only'); end;
create trigger favour_objections_no_delete before delete on favour_objections begin select raise(abort, 'favour_objections is append-only'); end;
create trigger favour_rulings_no_update before update of bank, objection, outcome, recorded_at, actor on favour_rulings begin select raise(abort, 'favour_rulings is append-only'); end;
create trigger favour_rulings_no_delete before delete on favour_rulings begin select raise(abort, 'favour_rulings is append-only'); end;
create trigger honour_titles_no_update before update on honour_titles begin select raise(abort, 'honour_titles is append-only'); end;
create trigger honour_titles_no_delete before delete on honour_titles begin select raise(abort, 'honour_titles is append-only'); end;
create trigger honour_candidates_no_update before update of bank, number, year, title, version, household, member, rank, recorded_at, actor on honour_candidates begin select raise(abort, 'honour_candidates is append-only'); end;
create trigger honour_candidates_no_delete before delete on honour_candidates begin select raise(abort, 'honour_candidates is append-only'); end;
create trigger honour_decisions_no_update before update of bank, candidate, outcome, session, document, recorded_at, actor on honour_decisions begin select raise(abort, 'honour_decisions is append-only'); end;
create trigger honour_decisions_no_delete before delete on honour_decisions begin select raise(abort, 'honour_decisions is append-only'); end;
create trigger awards_no_update before update on awards begin select raise(abort, 'awards is append-only'); end;
create trigger awards_no_delete before delete on awards begin select raise(abort, 'awards is append-only'); end;
create trigger award_removals_no_update before update of bank, award, recorded_at, actor on award_removals begin select raise(abort, 'award_removals is append-only'); end;
create trigger award_removals_no_delete before delete on award_removals begin select raise(abort, 'award_removals is append-only'); end;
create trigger rating_certificates_no_update before update on rating_certificates begin select raise(abort, 'rating_certificates is append-only'); end;
create trigger rating_certificates_no_delete before delete on rating_certificates begin select raise(abort, 'rating_certificates is append-only'); end;
create trigger rating_voids_no_update before update of bank, certificate, recorded_at, actor on rating_voids begin select raise(abort, 'rating_voids is append-only'); end;
create trigger rating_voids_no_delete before delete on rating_voids begin select raise(abort, 'rating_voids is append-only'); end;
create trigger rating_loans_no_update before update on rating_loans begin select raise(abort, 'rating_loans is append-only'); end;
create trigger rating_loans_no_delete before delete on rating_loans begin select raise(abort, 'rating_loans is append-only'); end;
