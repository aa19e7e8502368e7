-- database: catalog
-- The catalogue cache: encoded documents, what menus need, the known divisions and the search index.
CREATE TABLE document (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    doc BLOB NOT NULL,
    PRIMARY KEY (kind, id)
);
CREATE TABLE topic (
    rank INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    plain TEXT NOT NULL,
    icon TEXT NOT NULL,
    category TEXT NOT NULL,
    audience TEXT NOT NULL,
    services INTEGER NOT NULL,
    popularity INTEGER NOT NULL,
    one_thing TEXT
);
CREATE TABLE division (
    code TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    parent TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX division_parent ON division (parent, code);
-- id is popularity rank * 1024 + slot, so that the order of ids is the order of popularity.
CREATE TABLE search_entry (
    id INTEGER PRIMARY KEY,
    doc BLOB NOT NULL
);
CREATE VIRTUAL TABLE search_key USING fts5(k, content='', tokenize='unicode61', detail=none);
CREATE TABLE search_word (
    letters TEXT NOT NULL,
    rank INTEGER NOT NULL,
    word TEXT NOT NULL,
    PRIMARY KEY (letters, rank, word)
) WITHOUT ROWID;
