-- What the office has decided about itself, append-only: the newest id wins for one version.
CREATE TABLE settings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,                     -- service, counter, numbering, schedule, day, rules
    key TEXT NOT NULL,
    effective_from TEXT NOT NULL,           -- YYYY-MM-DD
    value TEXT,                             -- JSON; NULL: not there from then on
    at TEXT NOT NULL,
    by TEXT NOT NULL
) STRICT;

INSERT INTO settings (kind, key, effective_from, value, at, by)
SELECT 'service', code, '0001-01-01',
    json_object('code', code, 'name', name, 'name_en', name_en, 'position', position),
    strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 'migration'
FROM services ORDER BY position, code;

INSERT INTO settings (kind, key, effective_from, value, at, by)
SELECT 'counter', number, '0001-01-01',
    json_object('number', number, 'name', name, 'position', position, 'services', json((
        SELECT json_group_array(service)
        FROM (SELECT service FROM counter_services WHERE counter = number ORDER BY service)
    ))),
    strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 'migration'
FROM counters ORDER BY position, number;

-- A code that ends in a digit, or is long, cannot be a prefix: A1 and 042 read like A and 1042.
INSERT INTO settings (kind, key, effective_from, value, at, by)
-- Codes that begin alike get X1-, X2- … instead: two rows of numbers never have one prefix.  A prefix has no space.
SELECT 'numbering', code, '0001-01-01',
    json_object('name', code, 'prefix', CASE WHEN count(*) OVER (PARTITION BY upper(substr(replace(code, ' ', ''), 1, 3))) = 1
        THEN substr(replace(code, ' ', ''), 1, 3) ELSE 'X' || row_number() OVER (ORDER BY position, code) END || '-'),
    strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 'migration'
FROM services WHERE code GLOB '*[0-9]' OR length(code) > 4 ORDER BY position, code;

INSERT INTO journal (at, event, ticket, counter, schema, data)
SELECT at, 'setting_changed', NULL, NULL, 1,
    json_object('kind', kind, 'key', key, 'effective_from', effective_from,
        'old', NULL, 'new', json(value), 'by', by)
FROM settings ORDER BY id;

DROP TABLE counter_services;

-- Every code that was ever a service: what tickets refer to, with what the turn remembers.
ALTER TABLE services DROP COLUMN name;
ALTER TABLE services DROP COLUMN name_en;
ALTER TABLE services DROP COLUMN position;
ALTER TABLE services ADD COLUMN ordinary_run INTEGER NOT NULL DEFAULT 0;

-- Every number that was ever a counter, with its state now.
ALTER TABLE counters DROP COLUMN name;
ALTER TABLE counters DROP COLUMN position;
