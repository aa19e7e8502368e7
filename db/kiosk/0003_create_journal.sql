-- database: journal
-- The kiosk's memory: signed entries, sealed attachments, what is known of filings in the clear.
-- state: 0 kept, 1 acknowledged, 2 body purged, 3 held. acked_at is a lower bound of the time, ms.
CREATE TABLE entry (
    seq INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE,
    header BLOB NOT NULL,
    sig BLOB NOT NULL,
    body BLOB,
    state INTEGER NOT NULL,
    acked_at INTEGER
);
CREATE TABLE blob (
    sha256 TEXT PRIMARY KEY,
    seq INTEGER NOT NULL REFERENCES entry (seq),
    path TEXT NOT NULL,
    len INTEGER NOT NULL,
    uploaded INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX blob_seq ON blob (seq);
CREATE TABLE filing_stub (
    receipt TEXT PRIMARY KEY,
    seq INTEGER NOT NULL REFERENCES entry (seq),
    item_id TEXT NOT NULL,
    item_name TEXT NOT NULL,
    status TEXT NOT NULL,
    filed_day TEXT NOT NULL,
    slip TEXT NOT NULL,
    qv TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    status_seq INTEGER NOT NULL,
    pending_code TEXT,
    shown INTEGER NOT NULL,
    deadline TEXT,
    need TEXT NOT NULL
);
CREATE INDEX filing_stub_seq ON filing_stub (seq);
CREATE TABLE meta (
    k TEXT PRIMARY KEY,
    v TEXT NOT NULL
) WITHOUT ROWID;
