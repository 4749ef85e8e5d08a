-- The ledger: one book for each bank. README.md beside this folder says in prose what each table is for.
-- Instants are epoch milliseconds, dates ISO text, hashes and keys bytes. Log tables are append-only; the triggers below refuse anything else.

create table books (
  bank        integer not null primary key,
  code        text    not null unique,
  entry       integer not null check (entry >= 0),
  hash        blob    not null check (length(hash) = 32),
  recorded_at integer not null,
  postings    integer not null check (postings >= 0),
  accounts    integer not null check (accounts >= 0),
  holds       integer not null check (holds >= 0),
  heads_as_of integer not null check (heads_as_of between 0 and postings)
) strict;

create table accounts (
  bank   integer not null references books (bank),
  number integer not null check (number > 0),
  kind   integer not null,
  owner  integer not null,
  unit   text    not null,
  period integer not null,
  floor  integer,
  primary key (bank, number)
) strict, without rowid;

create unique index accounts_by_key on accounts (bank, kind, owner, unit, period);

create table account_terms (
  bank        integer not null,
  account     integer not null,
  sequence    integer not null check (sequence > 0),
  floor       integer,
  state       integer not null check (state in (0, 1, 2)),
  after_entry integer not null,
  recorded_at integer not null,
  actor       text    not null,
  reason      text    not null,
  primary key (bank, account, sequence),
  foreign key (bank, account) references accounts (bank, number)
) strict, without rowid;

-- Written back lazily by the one writer; books.heads_as_of says up to which posting it is complete.
create table account_heads (
  bank         integer not null,
  account      integer not null,
  kind         integer not null,
  owner        integer not null,
  period       integer not null,
  balance      integer not null,
  total_in     integer not null,
  total_out    integer not null,
  held         integer not null check (held >= 0),
  postings     integer not null,
  last_posting integer not null,
  primary key (bank, account),
  check (balance = total_in - total_out)
) strict, without rowid;

-- Kind 2 is a household's merit: the boards read it in order of standing.
create index account_heads_by_standing on account_heads (bank, period, balance, owner) where kind = 2;

create table standing_counts (
  bank       integer not null,
  period     integer not null,
  standing   integer not null,
  households integer not null check (households >= 0),
  primary key (bank, period, standing)
) strict, without rowid;

create table entries (
  bank          integer not null references books (bank),
  number        integer not null check (number > 0),
  kind          integer not null,
  recorded_at   integer not null,
  effective_on  text    not null check (length(effective_on) = 10),
  actor         text    not null,
  key           blob    not null check (length(key) = 16),
  fingerprint   blob    not null check (length(fingerprint) = 32),
  reason        text    not null,
  note          blob    check (length(note) = 32),
  source        text    not null,
  rule          text    not null,
  rulebook      integer not null,
  reverses      integer,
  settles       integer,
  deficit       integer not null check (deficit in (0, 1)),
  first_posting integer not null check (first_posting > 0),
  postings      integer not null check (postings >= 2),
  hash          blob    not null check (length(hash) = 32),
  primary key (bank, number),
  -- Kind 6 is a reversal, and nothing else reverses.
  check ((kind = 6) = (reverses is not null))
) strict, without rowid;

create unique index entries_by_key on entries (bank, key);
create unique index entries_by_reverses on entries (bank, reverses) where reverses is not null;

create table postings (
  bank          integer not null,
  number        integer not null check (number > 0),
  entry         integer not null,
  account       integer not null,
  amount        integer not null check (amount <> 0),
  balance_after integer not null,
  sequence      integer not null check (sequence > 0),
  previous      integer not null check (previous >= 0 and previous < number),
  primary key (bank, number)
) strict, without rowid;

create table holds (
  bank        integer not null,
  number      integer not null check (number > 0),
  account     integer not null,
  amount      integer not null check (amount > 0),
  placed_at   integer not null,
  expires_at  integer,
  actor       text    not null,
  key         blob    not null check (length(key) = 16),
  fingerprint blob    not null check (length(fingerprint) = 32),
  reason      text    not null,
  primary key (bank, number),
  foreign key (bank, account) references accounts (bank, number)
) strict, without rowid;

create unique index holds_by_key on holds (bank, key);

create table hold_ends (
  bank     integer not null,
  hold     integer not null,
  outcome  integer not null check (outcome in (1, 2, 3)),
  ended_at integer not null,
  actor    text    not null,
  entry    integer,
  taken    integer not null check (taken >= 0),
  key      blob    not null check (length(key) = 16),
  primary key (bank, hold),
  foreign key (bank, hold) references holds (bank, number),
  check ((outcome = 1) = (entry is not null))
) strict, without rowid;

-- What a person wrote beside an entry, with the salt of the digest that stands under the hash; erasing it does not break the chain.
create table entry_notes (
  bank  integer not null,
  entry integer not null,
  salt  blob    not null check (length(salt) = 16),
  text  text    not null,
  primary key (bank, entry)
) strict, without rowid;

-- Every write that was accepted: who, what, when, and the answer that a repeated request gets again.
create table requests (
  bank        integer not null,
  key         blob    not null check (length(key) = 16),
  fingerprint blob    not null check (length(fingerprint) = 32),
  actor       text    not null,
  action      text    not null,
  recorded_at integer not null,
  answer      text    not null,
  primary key (bank, key)
) strict, without rowid;

create trigger accounts_no_update before update on accounts begin select raise(abort, 'accounts is append-only'); end;
create trigger accounts_no_delete before delete on accounts begin select raise(abort, 'accounts is append-only'); end;
create trigger account_terms_no_update before update on account_terms begin select raise(abort, 'account_terms is append-only'); end;
create trigger account_terms_no_delete before delete on account_terms begin select raise(abort, 'account_terms is append-only'); end;
create trigger entries_no_update before update on entries begin select raise(abort, 'entries is append-only'); end;
create trigger entries_no_delete before delete on entries begin select raise(abort, 'entries is append-only'); end;
create trigger postings_no_update before update on postings begin select raise(abort, 'postings is append-only'); end;
create trigger postings_no_delete before delete on postings begin select raise(abort, 'postings is append-only'); end;
create trigger holds_no_update before update on holds begin select raise(abort, 'holds is append-only'); end;
create trigger holds_no_delete before delete on holds begin select raise(abort, 'holds is append-only'); end;
create trigger hold_ends_no_update before update on hold_ends begin select raise(abort, 'hold_ends is append-only'); end;
create trigger hold_ends_no_delete before delete on hold_ends begin select raise(abort, 'hold_ends is append-only'); end;
-- An answer may hold names, which can be erased; who did what, when and under which key stays.
create trigger requests_no_update before update of bank, key, fingerprint, actor, action, recorded_at on requests begin select raise(abort, 'requests is append-only'); end;
create trigger requests_no_delete before delete on requests begin select raise(abort, 'requests is append-only'); end;
