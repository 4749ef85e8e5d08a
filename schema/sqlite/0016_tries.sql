-- Wrong tries in a row at one secret, counted before each is checked, whether or not there is anybody of that name.

-- The name stands here as a digest alone: people type passwords into the field for names. What is over is forgotten at the next try.
create table tries (
  bank     integer not null check (bank >= 0),
  name     blob    not null check (length(name) = 32),
  wrong    integer not null check (wrong > 0),
  tried_at integer not null,
  primary key (bank, name)
) strict, without rowid;

drop table voucher_tries;
alter table staff drop column wrong_attempts;
alter table staff drop column locked_until;
alter table passbooks drop column wrong_pins;
alter table passbooks drop column locked_until;

create trigger tokens_stay_revoked before update on tokens when old.revoked_at is not null and new.revoked_at is not old.revoked_at begin select raise(abort, 'a revoked token stays revoked'); end;
create trigger tokens_keep_identity before update of hash, staff, bank, household, serial, issued_at on tokens begin select raise(abort, 'a token stays whose it is'); end;
