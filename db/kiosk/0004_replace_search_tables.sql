-- database: catalog
-- Search checks candidates by their texts and initials, a line each: narrow rows, many to a page.
DROP TABLE search_entry;
CREATE TABLE search_entry (
    id INTEGER PRIMARY KEY,
    texts TEXT NOT NULL,
    initials TEXT NOT NULL
);
-- What is shown of the entries that are hits.
CREATE TABLE search_thing (
    id INTEGER PRIMARY KEY,
    thing TEXT NOT NULL,
    topic TEXT NOT NULL,
    name TEXT NOT NULL
);
DROP TABLE search_key;
CREATE VIRTUAL TABLE search_key
USING fts5(k, content='', tokenize='ascii', detail=none, columnsize=0);
-- The first hits of short words that stand in many entries: JSON pairs of entry id and match.
CREATE TABLE search_top (
    word TEXT PRIMARY KEY,
    hits TEXT NOT NULL
) WITHOUT ROWID;
