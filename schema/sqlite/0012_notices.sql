-- What hung on the wall, who objected, and who answered. Steps of claims name notices and objections, and these name claims: the one
-- circle among the references of two files.

-- A sheet on the wall with its days and the head of the book at that moment.
create table notices (
  bank         integer not null references banks (bank),
  number       integer not null check (number > 0),
  opens_on     text    not null check (length(opens_on) = 10),
  closes_on    text    not null check (length(closes_on) = 10),
  hangs_until  text    not null check (length(hangs_until) = 10),
  names        integer not null check (names in (0, 1)),
  head_code    text    not null,
  direct_after integer not null check (direct_after >= 0), -- direct_after and direct_upto say which entries it lists that needed no notice
  direct_upto  integer not null check (direct_upto >= direct_after),
  posted_at    integer not null,
  posted_by    text    not null,
  primary key (bank, number),
  check (opens_on <= closes_on and closes_on <= hangs_until)
) strict, without rowid;

create trigger notices_no_update before update on notices begin select raise(abort, 'notices is append-only'); end;
create trigger notices_no_delete before delete on notices begin select raise(abort, 'notices is append-only'); end;

-- A line of a sheet, with the points as they were posted.
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

create trigger notice_items_no_update before update on notice_items begin select raise(abort, 'notice_items is append-only'); end;
create trigger notice_items_no_delete before delete on notice_items begin select raise(abort, 'notice_items is append-only'); end;

-- A proposal to end a window before its time, by a decision with its document. Another person confirms it; the end of the day after is
-- the earliest. Each row is used by one confirmation in notice_changes.
create table notice_end_proposals (
  bank        integer not null,
  notice      integer not null,
  sequence    integer not null check (sequence > 0),
  proposed_on text    not null check (length(proposed_on) = 10),
  document    text    not null check (length(document) > 0),
  reason      text    not null check (length(reason) > 0),
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, notice, sequence),
  foreign key (bank, notice) references notices (bank, number)
) strict, without rowid;

create trigger notice_end_proposals_no_update before update of bank, notice, sequence, proposed_on, recorded_at,
    actor on notice_end_proposals
  begin select raise(abort, 'notice_end_proposals is append-only'); end;
create trigger notice_end_proposals_no_delete before delete on notice_end_proposals
  begin select raise(abort, 'notice_end_proposals is append-only'); end;

-- A window made longer, or ended by decision; the last row counts. One that is ended names the decision's document and who proposed it,
-- who is another person than the one who confirmed it.
create table notice_changes (
  bank        integer not null,
  notice      integer not null,
  sequence    integer not null check (sequence > 0),
  kind        text    not null check (kind in ('extended', 'ended')),
  closes_on   text    not null check (length(closes_on) = 10),
  reason      text    not null check (length(reason) > 0),
  recorded_at integer not null,
  actor       text    not null,
  document    text    not null default '',
  proposed_by text    not null default '',
  primary key (bank, notice, sequence),
  foreign key (bank, notice) references notices (bank, number)
) strict, without rowid;

create trigger notice_changes_no_delete before delete on notice_changes begin select raise(abort, 'notice_changes is append-only'); end;
create trigger notice_changes_no_update before update of bank, notice, sequence, kind, closes_on, recorded_at, actor,
    proposed_by on notice_changes
  begin select raise(abort, 'notice_changes is append-only'); end;
create trigger notice_changes_ended_by_two before insert on notice_changes
  when new.kind = 'ended' and (length(new.document) = 0 or not exists (
  select 1 from notice_end_proposals p where p.bank = new.bank and p.notice = new.notice and p.actor = new.proposed_by
    and p.actor <> new.actor and p.proposed_on < new.closes_on))
  begin select raise(abort,
    'notice_changes: an early end has a document, another person confirms what one has proposed, and the next day is the earliest'); end;

-- An objection to an item of a notice.
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
create index objections_by_household on objections (bank, household) where household is not null;

create trigger objections_no_update before update of bank, number, notice, claim, channel, household, recorded_at, actor on objections
  begin select raise(abort, 'objections is append-only'); end;
create trigger objections_no_delete before delete on objections begin select raise(abort, 'objections is append-only'); end;

-- The answer to an objection; one for each.
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

create trigger rulings_no_update before update of bank, objection, outcome, points, recorded_at, actor on rulings
  begin select raise(abort, 'rulings is append-only'); end;
create trigger rulings_no_delete before delete on rulings begin select raise(abort, 'rulings is append-only'); end;
-- Whoever sat in the meeting that decided a claim, and did not keep out of it, does not rule on an objection to it.
create trigger rulings_not_involved before insert on rulings
  when exists (select 1 from objections o join claims c on c.bank = o.bank and c.number = o.claim where o.bank = new.bank
    and o.number = new.objection and (
    c.recorded_by = new.actor
    or exists (select 1 from claim_steps s where s.bank = c.bank and s.claim = c.number and s.state in ('collected', 'assessed')
      and s.actor = new.actor)
    or exists (select 1 from claim_steps s join assessment_people p on p.bank = s.bank and p.session = s.session
      where s.bank = c.bank and s.claim = c.number and s.state = 'assessed' and new.actor = 'staff:' || p.staff
        and not exists (select 1 from assessment_recusals k where k.bank = p.bank and k.session = p.session and k.claim = c.number
          and k.staff = p.staff))
    or exists (select 1 from staff_ties t where t.bank = c.bank and new.actor = 'staff:' || t.staff and (t.household = c.household
      or t.household = o.household))))
  begin select raise(abort, 'who had a part in the claim does not rule on it'); end;
