-- Files that prove a claim: what was photographed, scanned or printed to PDF, without what the file told beside the picture.

-- A photo, scan or PDF, known by the SHA-256 of its content: the same file sent twice is one row. The content is emptied once, with a row
-- in evidence_erasures. It stands last, so that the rest is read without it.
create table evidence_files (
  bank     integer not null references banks (bank),
  digest   blob    not null check (length(digest) = 32),
  kind     text    not null check (kind in ('jpeg', 'png', 'pdf')),
  size     integer not null check (size > 0),
  added_at integer not null,
  actor    text    not null,
  content  blob    not null check (length(content) = size or length(content) = 0),
  primary key (bank, digest)
) strict;

create trigger evidence_files_begin_whole before insert on evidence_files when length(new.content) = 0 and new.size > 0
  begin select raise(abort, 'a file is kept whole'); end;
create trigger evidence_files_no_update before update of bank, digest, kind, size, added_at, actor on evidence_files
  begin select raise(abort, 'evidence_files is append-only'); end;
create trigger evidence_files_no_delete before delete on evidence_files begin select raise(abort, 'evidence_files is append-only'); end;
