-- Points are carried over after a close that stands and by the entry that says so; and a name can be struck out wherever people write.

create trigger year_expiries_of_a_close before insert on year_expiries
  when not exists (select 1 from year_closes c where c.bank = new.bank and c.year = new.year and c.sequence = new.sequence and new.carried <= c.carry_over
    and not exists (select 1 from year_undoings u where u.bank = c.bank and u.year = c.year and u.sequence = c.sequence))
  begin select raise(abort, 'points are carried over after a close that stands, and no more than it lets'); end;
create trigger year_expiries_by_their_entry before insert on year_expiries
  when new.entry is not null and not exists (select 1 from entries e where e.bank = new.bank and e.number = new.entry and e.source = 'year_end:' || new.year)
  begin select raise(abort, 'the entry of a year end says which year'); end;

-- An activity still stands where its last step says, its place included, and keeps its identity, its title aside.
drop trigger activities_keep_identity;
create trigger activities_keep_identity before update of bank, number, project, project_version, team on activities begin select raise(abort, 'an activity keeps its identity'); end;
drop trigger activities_follow_steps;
create trigger activities_follow_steps before update of state, steps, place, begins_at, ends_at, wanted on activities when new.steps not in (old.steps, old.steps + 1) or not exists (select 1 from activity_steps s where s.bank = new.bank and s.activity = new.number and s.sequence = new.steps and s.state = new.state and s.place = new.place and s.begins_at = new.begins_at and s.ends_at = new.ends_at and s.wanted = new.wanted) begin select raise(abort, 'an activity stands where its last step says'); end;
drop trigger assessments_keep_identity;
create trigger assessments_keep_identity before update of bank, number, held_on, opened_at, opened_by on assessments begin select raise(abort, 'an assessment keeps its identity'); end;
drop trigger assessments_stay_closed;
create trigger assessments_stay_closed before update of closed_at, closed_by on assessments when old.closed_at is not null begin select raise(abort, 'a closed assessment stays closed'); end;
drop trigger teams_stay_ended;
create trigger teams_stay_ended before update of ended_at, ended_by on teams when old.ended_at is not null begin select raise(abort, 'an ended team stays ended'); end;

-- A person's words in these tables may be erased; all else stays as it was recorded.
drop trigger activity_steps_no_update;
create trigger activity_steps_no_update before update of bank, activity, sequence, state, begins_at, ends_at, wanted, recorded_at, actor on activity_steps begin select raise(abort, 'activity_steps is append-only'); end;
drop trigger awards_no_update;
create trigger awards_no_update before update of bank, number, title, version, household, member, awarded_on, candidate, entry, recorded_at, actor on awards begin select raise(abort, 'awards is append-only'); end;
drop trigger black_entries_no_update;
create trigger black_entries_no_update before update of bank, number, household, rule, rulebook, private_reminder, written_reminder, session, decided_on, shown_from, shown_until, recorded_at, actor on black_entries begin select raise(abort, 'black_entries is append-only'); end;
drop trigger board_definitions_no_update;
create trigger board_definitions_no_update before update of bank, board, version, measure, rules, period, top, threshold, scope, days, publisher, in_use, recorded_at, actor on board_definitions begin select raise(abort, 'board_definitions is append-only'); end;
drop trigger favour_suspensions_no_update;
create trigger favour_suspensions_no_update before update of bank, number, household, session, reminder, prolongs, standing, restores_at, from_day, review_on, recorded_at, actor on favour_suspensions begin select raise(abort, 'favour_suspensions is append-only'); end;
drop trigger favours_no_update;
create trigger favours_no_update before update of bank, number, version, kind, least_standing, most_deducted, ended, recorded_at, actor on favours begin select raise(abort, 'favours is append-only'); end;
drop trigger honour_decisions_no_update;
create trigger honour_decisions_no_update before update of bank, candidate, outcome, session, recorded_at, actor on honour_decisions begin select raise(abort, 'honour_decisions is append-only'); end;
drop trigger honour_titles_no_update;
create trigger honour_titles_no_update before update of bank, code, version, level, rule, recorded_at, actor on honour_titles begin select raise(abort, 'honour_titles is append-only'); end;
drop trigger household_changes_no_update;
create trigger household_changes_no_update before update of bank, number, kind, household, other_bank, other_household, points, merit, year, changed_on, entry, other_entry, recorded_at, actor on household_changes begin select raise(abort, 'household_changes is append-only'); end;
drop trigger prices_no_update;
create trigger prices_no_update before update of bank, shop, goods, version, points, valid_from, recorded_at, actor on prices begin select raise(abort, 'prices is append-only'); end;
drop trigger projects_no_update;
create trigger projects_no_update before update of bank, number, version, class, rule, wanted, ceiling_points, valid_from, valid_until, recorded_at, actor on projects begin select raise(abort, 'projects is append-only'); end;
drop trigger publication_assessments_no_update;
create trigger publication_assessments_no_update before update of bank, number, subject, decided_on, review_on, recorded_at, actor on publication_assessments begin select raise(abort, 'publication_assessments is append-only'); end;
drop trigger rating_loans_no_update;
create trigger rating_loans_no_update before update of bank, number, version, certificate, line, lent, agreed_on, recorded_at, actor on rating_loans begin select raise(abort, 'rating_loans is append-only'); end;
drop trigger settlements_no_update;
create trigger settlements_no_update before update of bank, number, shop, kind, from_on, until_on, points, value, due, cost, head, made_at, actor on settlements begin select raise(abort, 'settlements is append-only'); end;
drop trigger settlement_lines_no_update;
create trigger settlement_lines_no_update before update of bank, settlement, line, sign, goods, unit_zh, rate, quantity, points on settlement_lines begin select raise(abort, 'settlement_lines is append-only'); end;
drop trigger trip_devices_no_update;
create trigger trip_devices_no_update before update of bank, trip, number, place, salt on trip_devices begin select raise(abort, 'trip_devices is append-only'); end;
drop trigger trip_device_events_no_update;
create trigger trip_device_events_no_update before update of bank, trip, device, sequence, kind, token_hash, recorded_at, actor on trip_device_events begin select raise(abort, 'trip_device_events is append-only'); end;
drop trigger year_undoings_no_update;
create trigger year_undoings_no_update before update of bank, year, sequence, recorded_at, actor on year_undoings begin select raise(abort, 'year_undoings is append-only'); end;
