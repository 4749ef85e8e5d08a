-- A voucher's code is kept under the server's key, which lies in no database; its name says which key that was.

-- Empty: a digest of the code alone, from before there was a key.
alter table vouchers add column key_name text not null default '' check (length(key_name) in (0, 8));
