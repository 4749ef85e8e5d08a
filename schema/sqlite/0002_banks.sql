-- Banks and their settings.

-- A village's bank: its names.
create table banks (
  bank      integer not null primary key references books (bank),
  name_zh   text    not null,
  name_en   text    not null,
  opened_at integer not null
) strict;

-- A change of settings on which money or rights hang, with the document that decided it. It is in force once another person has confirmed
-- it. Until the book's first entry one person sets them alone.
create table setting_proposals (
  bank        integer not null references banks (bank),
  number      integer not null check (number > 0),
  valid_from  text    not null check (length(valid_from) = 10),
  document    text    not null,
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, number)
) strict, without rowid;

create trigger setting_proposals_no_update before update of bank, number, valid_from, recorded_at, actor on setting_proposals
  begin select raise(abort, 'setting_proposals is append-only'); end;
create trigger setting_proposals_no_delete before delete on setting_proposals
  begin select raise(abort, 'setting_proposals is append-only'); end;

-- A value that the proposal sets.
create table setting_proposal_values (
  bank     integer not null,
  proposal integer not null,
  name     text    not null,
  value    text    not null,
  primary key (bank, proposal, name),
  foreign key (bank, proposal) references setting_proposals (bank, number)
) strict, without rowid;

create trigger setting_proposal_values_no_update before update on setting_proposal_values
  begin select raise(abort, 'setting_proposal_values is append-only'); end;
create trigger setting_proposal_values_no_delete before delete on setting_proposal_values
  begin select raise(abort, 'setting_proposal_values is append-only'); end;

-- The decision on a proposal: one person set it alone before the book's first entry, another person confirmed it, or it was refused.
create table setting_decisions (
  bank        integer not null,
  proposal    integer not null,
  kind        text    not null check (kind in ('alone', 'confirmed', 'refused')),
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, proposal),
  foreign key (bank, proposal) references setting_proposals (bank, number)
) strict, without rowid;

create trigger setting_decisions_by_another before insert on setting_decisions
  when new.kind = 'confirmed' and exists (select 1 from setting_proposals p where p.bank = new.bank and p.number = new.proposal
    and p.actor = new.actor)
  begin select raise(abort, 'who proposed a setting does not confirm it'); end;
create trigger setting_decisions_alone_at_first before insert on setting_decisions
  when new.kind = 'alone' and exists (select 1 from entries e where e.bank = new.bank)
  begin select raise(abort, 'one person sets it alone only before the first entry'); end;
create trigger setting_decisions_no_update before update on setting_decisions
  begin select raise(abort, 'setting_decisions is append-only'); end;
create trigger setting_decisions_no_delete before delete on setting_decisions
  begin select raise(abort, 'setting_decisions is append-only'); end;

-- A value of a setting from a day on; of the same day the highest version counts. One on which money or rights hang needs a decided
-- proposal.
create table settings (
  bank        integer not null references banks (bank),
  name        text    not null,
  valid_from  text    not null check (length(valid_from) = 10),
  version     integer not null check (version > 0),
  value       text    not null,
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, name, valid_from, version)
) strict, without rowid;

create trigger settings_no_update before update on settings begin select raise(abort, 'settings is append-only'); end;
create trigger settings_no_delete before delete on settings begin select raise(abort, 'settings is append-only'); end;
-- Once the book has entries, a setting holds from the day on which it is written, or later; the day is the village's, eight hours ahead.
create trigger settings_not_late before insert on settings
  when new.valid_from < date(new.recorded_at / 1000 + 28800, 'unixepoch')
    and exists (select 1 from entries e where e.bank = new.bank)
  begin select raise(abort, 'a setting does not change days that are over'); end;
-- Money hangs on these settings, or rights: how long somebody stands on the black board, when a ruling is due, what stars and
-- certificates take, how much a household redeems in a month, how late a deed counts, when points and vouchers lapse. A proposal that is
-- confirmed after its day holds from the day of the confirmation.
create trigger settings_decided before insert on settings
  when new.name in ('issueCeiling', 'ceilingFromFund', 'pointRate', 'monthCeiling', 'yearCeiling', 'backdateDays', 'clerkCreditsAnyRule',
      'clerkDeductsDirectly', 'deductionTakesPoints', 'makerMayCheck', 'assessmentQuorum', 'deductionReminders', 'noticeDays',
      'noticeNames', 'noticeAutoEntry', 'rulingDays', 'redemptionLeast', 'redemptionMonthMost', 'redemptionWeekdays',
      'redemptionFromDay', 'redemptionUntilDay', 'voucherDays', 'starStep', 'starVetoDeducted', 'starVetoMost',
      'ratingLeastStars', 'blackDaysLeast', 'blackDaysMost', 'blackNames', 'baseStanding', 'favourRemindBelow',
      'favourPauseBelow', 'pauseBy', 'favourReviewDays', 'pointsExpire', 'carryOver', 'expiryDay')
    and not exists (select 1 from setting_proposals p
      join setting_proposal_values v on v.bank = p.bank and v.proposal = p.number and v.name = new.name and v.value = new.value
      join setting_decisions d on d.bank = p.bank and d.proposal = p.number and d.kind in ('alone', 'confirmed')
      where p.bank = new.bank and (p.valid_from = new.valid_from
        or (p.valid_from < new.valid_from and new.valid_from = date(d.recorded_at / 1000 + 28800, 'unixepoch'))))
  begin select raise(abort, 'money and rights hang on this setting: it wants a document and a second person'); end;
