-- A paired tablet seals its requests with its key, which is tablets.token_hash; what pairing gave it is no bearer token any more.
DELETE FROM tokens WHERE role = 'tablet' OR hash IN (SELECT token_hash FROM tablets);

-- The key a tablet had when it was unpaired, so that it can be told so by somebody it believes.
CREATE TABLE unpaired_tablets (
    id TEXT PRIMARY KEY,
    token_hash TEXT NOT NULL,
    unpaired_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
