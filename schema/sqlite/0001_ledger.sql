-- The ledger: one book for each bank. The bank's number leads every key. Instants are milliseconds since 1970-01-01T00:00:00Z, dates ISO
-- text (2026-03-01), keys 16 bytes, hashes 32. Amounts are whole numbers of the account's unit. No column holds a fraction, a boolean or
-- a local time. Logs are append-only: triggers refuse updates and deletes.

-- A bank's book and where it stands. heads_as_of is the last posting up to which every head in account_heads is complete.
create table books (
  bank        integer not null primary key,
  code        text    not null unique,
  entry       integer not null check (entry >= 0), -- the last entry
  hash        blob    not null check (length(hash) = 32), -- its hash
  recorded_at integer not null, -- when it was recorded
  postings    integer not null check (postings >= 0),
  accounts    integer not null check (accounts >= 0),
  holds       integer not null check (holds >= 0),
  heads_as_of integer not null check (heads_as_of between 0 and postings)
) strict;

-- An account: its number in the book, what it is known by (kind, owner, unit, period), and the floor it was opened with (null for none).
-- Kinds: 1 household points, 2 household merit, 3 member minutes, 4 issuance, 5 deducted, 6 redeemed, 7 expired, 8 goods on a shelf, 9
-- goods source, 10 goods issued, 11 goods lost, 12 clearing, 13 fund cash, 14 fund source, 15 goods at cost, 16 payable to a shop, 17
-- opening, 18 cost of goods issued, 19 cost of goods lost, 20 paid to shops for points, 21 payable to suppliers, 22 spent by the fund.
-- Units: points, merit, minutes, fen, and goods/ with a good's code. An account at cost belongs to the good's number: pieces of all
-- places of a shop share it, so that their average cost is one.
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

create trigger accounts_no_update before update on accounts begin select raise(abort, 'accounts is append-only'); end;
create trigger accounts_no_delete before delete on accounts begin select raise(abort, 'accounts is append-only'); end;

-- A new floor and state of an account; the last row counts.
create table account_terms (
  bank        integer not null,
  account     integer not null,
  sequence    integer not null check (sequence > 0),
  floor       integer,
  state       integer not null check (state in (0, 1, 2)), -- 0 open, 1 frozen, 2 closed
  after_entry integer not null, -- the last entry before the change
  recorded_at integer not null,
  actor       text    not null,
  reason      text    not null,
  primary key (bank, account, sequence),
  foreign key (bank, account) references accounts (bank, number)
) strict, without rowid;

create trigger account_terms_no_update before update on account_terms begin select raise(abort, 'account_terms is append-only'); end;
create trigger account_terms_no_delete before delete on account_terms begin select raise(abort, 'account_terms is append-only'); end;

-- An account's totals. They follow from the postings and may lag behind them: the one writer writes them back lazily. Whoever needs fresh
-- totals adds the postings after books.heads_as_of whose sequence is above the head's postings. What is held never lags.
create table account_heads (
  bank         integer not null,
  account      integer not null,
  kind         integer not null, -- kind, owner and period are copied for the boards
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

-- How many households have this much merit in this year: a rank without a scan. Written with account_heads.
create table standing_counts (
  bank       integer not null,
  period     integer not null,
  standing   integer not null,
  households integer not null check (households >= 0),
  primary key (bank, period, standing)
) strict, without rowid;

-- A journal entry: one dated record. Kinds: 1 opening, 2 credit, 3 deduction, 4 redemption, 5 stock, 6 reversal, 7 transfer. An entry is
-- reversed once.
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
  note          blob    check (length(note) = 32), -- the digest of the note; null without one
  source        text    not null,
  rule          text    not null,
  rulebook      integer not null,
  reverses      integer,
  settles       integer,
  deficit       integer not null check (deficit in (0, 1)), -- 1 if a deficit was chosen
  first_posting integer not null check (first_posting > 0), -- where its lines are
  postings      integer not null check (postings >= 2),
  hash          blob    not null check (length(hash) = 32),
  primary key (bank, number),
  -- Kind 6 is a reversal, and nothing else reverses.
  check ((kind = 6) = (reverses is not null))
) strict, without rowid;

create unique index entries_by_key on entries (bank, key);
create unique index entries_by_reverses on entries (bank, reverses) where reverses is not null;

create trigger entries_no_update before update on entries begin select raise(abort, 'entries is append-only'); end;
create trigger entries_no_delete before delete on entries begin select raise(abort, 'entries is append-only'); end;

-- A line of an entry: so much into (or, negative, out of) an account.
create table postings (
  bank          integer not null,
  number        integer not null check (number > 0),
  entry         integer not null,
  account       integer not null,
  amount        integer not null check (amount <> 0),
  balance_after integer not null,
  sequence      integer not null check (sequence > 0), -- its number in the account, the passbook's line
  previous      integer not null check (previous >= 0 and previous < number), -- the account's line before it; 0 for the first
  primary key (bank, number)
) strict, without rowid;

create trigger postings_no_update before update on postings begin select raise(abort, 'postings is append-only'); end;
create trigger postings_no_delete before delete on postings begin select raise(abort, 'postings is append-only'); end;

-- An amount set aside in an account, and when it lapses (null for never).
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

create trigger holds_no_update before update on holds begin select raise(abort, 'holds is append-only'); end;
create trigger holds_no_delete before delete on holds begin select raise(abort, 'holds is append-only'); end;

-- How a hold ended, once at most.
create table hold_ends (
  bank     integer not null,
  hold     integer not null,
  outcome  integer not null check (outcome in (1, 2, 3)), -- 1 settled, 2 voided, 3 expired
  ended_at integer not null,
  actor    text    not null,
  entry    integer, -- what settled it
  taken    integer not null check (taken >= 0), -- how much of it was taken
  key      blob    not null check (length(key) = 16),
  primary key (bank, hold),
  foreign key (bank, hold) references holds (bank, number),
  check ((outcome = 1) = (entry is not null))
) strict, without rowid;

create trigger hold_ends_no_update before update on hold_ends begin select raise(abort, 'hold_ends is append-only'); end;
create trigger hold_ends_no_delete before delete on hold_ends begin select raise(abort, 'hold_ends is append-only'); end;

-- What a person wrote beside an entry, with the salt of the digest that stands under the hash. Deleting the row erases the words and
-- leaves the chain whole.
create table entry_notes (
  bank  integer not null,
  entry integer not null,
  salt  blob    not null check (length(salt) = 16),
  text  text    not null,
  primary key (bank, entry)
) strict, without rowid;

-- A write that was accepted: who, what, when, under which key, and the answer that a repetition gets. Of bank 0 where it belongs to no
-- bank. An answer that was erased is empty text.
create table requests (
  bank        integer not null,
  key         blob    not null check (length(key) = 16),
  fingerprint blob    not null check (length(fingerprint) = 32), -- the digest of what was asked
  actor       text    not null,
  action      text    not null,
  recorded_at integer not null,
  answer      text    not null,
  primary key (bank, key)
) strict, without rowid;

-- An answer may hold names, which can be erased; who did what, when and under which key stays.
create trigger requests_no_update before update of bank, key, fingerprint, actor, action, recorded_at on requests
  begin select raise(abort, 'requests is append-only'); end;
create trigger requests_no_delete before delete on requests begin select raise(abort, 'requests is append-only'); end;
