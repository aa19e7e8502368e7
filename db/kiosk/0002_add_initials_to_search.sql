-- database: catalog
-- How the texts of an entry begin to be spoken, a line each: most candidates are dropped by it.
ALTER TABLE search_entry ADD COLUMN initials TEXT NOT NULL DEFAULT '';
