-- Meetings that assess claims and decide beside them.

-- A meeting of assessment. What it decided stands in claim_steps. Closed, it is as it is.
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

create trigger assessments_no_delete before delete on assessments begin select raise(abort, 'assessments are never deleted'); end;
create trigger assessments_keep_identity before update of bank, number, held_on, opened_at, opened_by on assessments
  begin select raise(abort, 'an assessment keeps its identity'); end;
create trigger assessments_stay_closed before update of closed_at, closed_by on assessments
  when old.closed_at is not null
  begin select raise(abort, 'a closed assessment stays closed'); end;

-- Who was there.
create table assessment_people (
  bank    integer not null,
  session integer not null,
  staff   integer not null references staff (number),
  primary key (bank, session, staff),
  foreign key (bank, session) references assessments (bank, number)
) strict, without rowid;

create trigger assessment_people_open_session before insert on assessment_people
  when exists (select 1 from assessments a where a.bank = new.bank and a.number = new.session and a.closed_at is not null)
  begin select raise(abort, 'a closed assessment stays closed'); end;
create trigger assessment_people_no_update before update on assessment_people
  begin select raise(abort, 'assessment_people is append-only'); end;
create trigger assessment_people_no_delete before delete on assessment_people
  begin select raise(abort, 'assessment_people is append-only'); end;
