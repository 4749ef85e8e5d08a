-- Four eyes on hours of service: who wrote them down does not confirm them, but where a very small village allows it and marks it. Whoever signed in by code wrote them down alone.
create trigger attendance_confirmations_maker_and_checker before insert on attendance_confirmations
  when new.one_person = 0 and exists (select 1 from attendance_times t where t.bank = new.bank and t.attendance = new.attendance and t.way <> 'qr' and t.actor = new.actor)
  begin select raise(abort, 'who wrote hours down does not confirm them'); end;

-- A household that the counter took off a device which nobody had taken yet: its points came back, and the device may hand out nothing to it.
create table trip_removals (
  bank        integer not null,
  trip        integer not null,
  device      integer not null,
  village     integer not null,
  household   integer not null,
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, trip, device, village, household),
  foreign key (bank, trip, device) references trip_devices (bank, trip, number)
) strict, without rowid;

create trigger trip_removals_before_taking before insert on trip_removals
  when exists (select 1 from trip_device_events e where e.bank = new.bank and e.trip = new.trip and e.device = new.device)
  begin select raise(abort, 'a device that was taken keeps its households'); end;
create trigger trip_removals_no_update before update on trip_removals begin select raise(abort, 'trip_removals is append-only'); end;
create trigger trip_removals_no_delete before delete on trip_removals begin select raise(abort, 'trip_removals is append-only'); end;
create trigger trip_allowances_not_removed before insert on trip_allowances
  when exists (select 1 from trip_removals r where r.bank = new.bank and r.trip = new.trip and r.device = new.device and r.village = new.village and r.household = new.household)
  begin select raise(abort, 'the household was taken off the device'); end;

-- Settings on which money or rights hang: proposed with the document that decided them, and in force once another person has confirmed them. Until the book's first entry
-- one person sets them alone.
create table setting_proposals (
  bank        integer not null references banks (bank),
  number      integer not null check (number > 0),
  valid_from  text    not null check (length(valid_from) = 10),
  document    text    not null,
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, number)
) strict, without rowid;

create table setting_proposal_values (
  bank     integer not null,
  proposal integer not null,
  name     text    not null,
  value    text    not null,
  primary key (bank, proposal, name),
  foreign key (bank, proposal) references setting_proposals (bank, number)
) strict, without rowid;

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
  when new.kind = 'confirmed' and exists (select 1 from setting_proposals p where p.bank = new.bank and p.number = new.proposal and p.actor = new.actor)
  begin select raise(abort, 'who proposed a setting does not confirm it'); end;
create trigger setting_decisions_alone_at_first before insert on setting_decisions
  when new.kind = 'alone' and exists (select 1 from entries e where e.bank = new.bank)
  begin select raise(abort, 'one person sets it alone only before the first entry'); end;
create trigger settings_decided before insert on settings
  when new.name in ('issueCeiling', 'ceilingFromFund', 'pointRate', 'monthCeiling', 'yearCeiling', 'clerkCreditsAnyRule', 'clerkDeductsDirectly', 'deductionTakesPoints',
      'makerMayCheck', 'assessmentQuorum', 'deductionReminders', 'noticeDays', 'noticeNames', 'noticeAutoEntry', 'blackNames', 'baseStanding', 'favourRemindBelow', 'favourPauseBelow',
      'pauseBy', 'pointsExpire', 'carryOver')
    and not exists (select 1 from setting_proposals p
      join setting_proposal_values v on v.bank = p.bank and v.proposal = p.number and v.name = new.name and v.value = new.value
      join setting_decisions d on d.bank = p.bank and d.proposal = p.number and d.kind in ('alone', 'confirmed')
      where p.bank = new.bank and p.valid_from = new.valid_from)
  begin select raise(abort, 'money and rights hang on this setting: it wants a document and a second person'); end;
create trigger setting_proposals_no_update before update of bank, number, valid_from, recorded_at, actor on setting_proposals begin select raise(abort, 'setting_proposals is append-only'); end;
create trigger setting_proposals_no_delete before delete on setting_proposals begin select raise(abort, 'setting_proposals is append-only'); end;
create trigger setting_proposal_values_no_update before update on setting_proposal_values begin select raise(abort, 'setting_proposal_values is append-only'); end;
create trigger setting_proposal_values_no_delete before delete on setting_proposal_values begin select raise(abort, 'setting_proposal_values is append-only'); end;
create trigger setting_decisions_no_update before update on setting_decisions begin select raise(abort, 'setting_decisions is append-only'); end;
create trigger setting_decisions_no_delete before delete on setting_decisions begin select raise(abort, 'setting_decisions is append-only'); end;
