-- database: catalog
-- Which published shard a document is of, so that a delta finds its base; 0: it came with the program.
DROP TABLE document;
CREATE TABLE document (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    shard INTEGER NOT NULL DEFAULT 0,
    doc BLOB NOT NULL,
    PRIMARY KEY (kind, id)
);
CREATE TABLE shard (
    number INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE
);
