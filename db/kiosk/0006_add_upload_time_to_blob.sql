-- database: journal
-- When a hub signed that it has an attachment whole, on the time floor: its file is kept from then.
ALTER TABLE blob ADD COLUMN uploaded_at INTEGER;
UPDATE blob SET uploaded_at = (SELECT acked_at FROM entry WHERE entry.seq = blob.seq)
WHERE uploaded = len;
