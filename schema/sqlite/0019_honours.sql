-- Honours, and rating certificates at a household's own request.

-- A title that is awarded, in versions; the highest holds. The rule, where there is one, credits the points of an award.
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

create trigger honour_titles_no_delete before delete on honour_titles begin select raise(abort, 'honour_titles is append-only'); end;
create trigger honour_titles_no_update before update of bank, code, version, level, rule, recorded_at, actor on honour_titles
  begin select raise(abort, 'honour_titles is append-only'); end;

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

create trigger honour_candidates_no_update before update of bank, number, year, title, version, household, member, rank, recorded_at,
    actor on honour_candidates
  begin select raise(abort, 'honour_candidates is append-only'); end;
create trigger honour_candidates_no_delete before delete on honour_candidates
  begin select raise(abort, 'honour_candidates is append-only'); end;

-- What a meeting said to a candidate, once.
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

create trigger honour_decisions_no_delete before delete on honour_decisions
  begin select raise(abort, 'honour_decisions is append-only'); end;
create trigger honour_decisions_no_update before update of bank, candidate, outcome, session, recorded_at, actor on honour_decisions
  begin select raise(abort, 'honour_decisions is append-only'); end;
create trigger honour_decisions_no_kin before insert on honour_decisions
  when exists (select 1 from honour_candidates c join staff_ties t on t.bank = c.bank and t.household = c.household
    and new.actor = 'staff:' || t.staff
    where c.bank = new.bank and c.number = new.candidate)
  begin select raise(abort, 'nobody decides on the own household or a relative'); end;

-- An award with its document, its candidate and the entry that credited it, where there are such.
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
  proposal    integer,
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
create unique index awards_by_proposal on awards (bank, proposal) where proposal is not null;

create trigger awards_of_accepted before insert on awards
  when new.candidate is not null and not exists (select 1 from honour_candidates c join honour_decisions d on d.bank = c.bank
    and d.candidate = c.number where c.bank = new.bank and c.number = new.candidate and d.outcome = 'accepted' and c.title = new.title
    and c.household = new.household and coalesce(c.member, 0) = coalesce(new.member, 0))
  begin select raise(abort, 'an award follows its accepted candidate'); end;
create trigger awards_no_delete before delete on awards begin select raise(abort, 'awards is append-only'); end;
create trigger awards_no_update before update of bank, number, title, version, household, member, awarded_on, candidate, entry,
    recorded_at, actor on awards
  begin select raise(abort, 'awards is append-only'); end;
create trigger awards_no_kin before insert on awards
  when exists (select 1 from staff_ties t where t.bank = new.bank and t.household = new.household and new.actor = 'staff:' || t.staff)
  begin select raise(abort, 'nobody awards the own household or a relative'); end;
create trigger awards_confirmed before insert on awards
  when new.entry is not null and not exists (
    select 1 from proposals p join proposal_decisions d on d.bank = p.bank and d.proposal = p.number and d.kind = 'confirmed'
    where p.bank = new.bank and p.number = new.proposal and p.kind = 'award' and p.household = new.household and d.actor = new.actor)
  begin select raise(abort, 'an award credits points when another person has confirmed it'); end;

-- An award was taken back, and why.
create table award_removals (
  bank        integer not null,
  award       integer not null,
  reason      text    not null check (length(reason) > 0),
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, award),
  foreign key (bank, award) references awards (bank, number)
) strict, without rowid;

create trigger award_removals_no_update before update of bank, award, recorded_at, actor on award_removals
  begin select raise(abort, 'award_removals is append-only'); end;
create trigger award_removals_no_delete before delete on award_removals begin select raise(abort, 'award_removals is append-only'); end;
create trigger award_removals_no_kin before insert on award_removals
  when exists (select 1 from awards w join staff_ties t on t.bank = w.bank and t.household = w.household
    and new.actor = 'staff:' || t.staff
    where w.bank = new.bank and w.number = new.award)
  begin select raise(abort, 'nobody takes back an award of the own household or a relative'); end;

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

create trigger rating_certificates_no_update before update on rating_certificates
  begin select raise(abort, 'rating_certificates is append-only'); end;
create trigger rating_certificates_no_delete before delete on rating_certificates
  begin select raise(abort, 'rating_certificates is append-only'); end;

-- A certificate is void, and why.
create table rating_voids (
  bank        integer not null,
  certificate integer not null,
  reason      text    not null check (length(reason) > 0),
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, certificate),
  foreign key (bank, certificate) references rating_certificates (bank, number)
) strict, without rowid;

create trigger rating_voids_no_update before update of bank, certificate, recorded_at, actor on rating_voids
  begin select raise(abort, 'rating_voids is append-only'); end;
create trigger rating_voids_no_delete before delete on rating_voids begin select raise(abort, 'rating_voids is append-only'); end;

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

create trigger rating_loans_while_valid before insert on rating_loans
  when not exists (select 1 from rating_certificates c where c.bank = new.bank and c.number = new.certificate
    and new.agreed_on between c.issued_on and c.valid_until)
  begin select raise(abort, 'the certificate was not valid on that day'); end;
create trigger rating_loans_no_delete before delete on rating_loans begin select raise(abort, 'rating_loans is append-only'); end;
create trigger rating_loans_no_update before update of bank, number, version, certificate, line, lent, agreed_on, recorded_at,
    actor on rating_loans
  begin select raise(abort, 'rating_loans is append-only'); end;
