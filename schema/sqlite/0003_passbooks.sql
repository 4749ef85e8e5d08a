-- A passbook's card is made anew without a new serial, and how far its booklet is printed is kept.

-- The last card of an open passbook is the only one that opens it.
create table cards (
  bank       integer not null,
  serial     text    not null,
  sequence   integer not null check (sequence > 0),
  token_hash blob    not null check (length(token_hash) = 32),
  issued_at  integer not null,
  issued_by  text    not null,
  primary key (bank, serial, sequence),
  foreign key (bank, serial) references passbooks (bank, serial)
) strict, without rowid;

create unique index cards_by_token on cards (token_hash);

insert into cards (bank, serial, sequence, token_hash, issued_at, issued_by) select bank, serial, 1, token_hash, issued_at, issued_by from passbooks;

drop index passbooks_by_token;
drop trigger passbooks_keep_identity;
alter table passbooks drop column token_hash;

create index passbooks_by_household on passbooks (bank, household);

-- After printing up to a line of the account, or after somebody looked: the next free row of the booklet's page, from 1. The last row here counts.
create table passbook_prints (
  bank        integer not null,
  serial      text    not null,
  sequence    integer not null check (sequence > 0),
  upto_line   integer not null check (upto_line >= 0),
  next_row    integer not null check (next_row > 0),
  recorded_at integer not null,
  actor       text    not null,
  primary key (bank, serial, sequence),
  foreign key (bank, serial) references passbooks (bank, serial)
) strict, without rowid;

create trigger passbooks_keep_identity before update of bank, serial, household, issued_at, issued_by on passbooks begin select raise(abort, 'a passbook keeps its identity'); end;
create trigger cards_no_update before update on cards begin select raise(abort, 'cards is append-only'); end;
create trigger cards_no_delete before delete on cards begin select raise(abort, 'cards is append-only'); end;
create trigger passbook_prints_no_update before update on passbook_prints begin select raise(abort, 'passbook_prints is append-only'); end;
create trigger passbook_prints_no_delete before delete on passbook_prints begin select raise(abort, 'passbook_prints is append-only'); end;
