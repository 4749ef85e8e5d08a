-- Rights hang also on how long somebody stands on the black board, when a ruling is due, what stars and certificates take, how much
-- a household redeems in a month, how late a deed counts, and when points and vouchers lapse.
drop trigger settings_decided;
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

-- What is over and not yet closed is few, however long the village has been at it.
create index activities_unclosed on activities (bank, ends_at) where state in ('open', 'held');

create index objections_by_household on objections (bank, household) where household is not null;
