-- The journal is the memory: everything else in this file follows from it.
CREATE TABLE journal (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,  -- AUTOINCREMENT: SQLite may otherwise reuse the id of a deleted row
    at TEXT NOT NULL,                       -- RFC 3339, UTC
    event TEXT NOT NULL,
    ticket INTEGER,
    counter TEXT,
    schema INTEGER NOT NULL,
    data TEXT NOT NULL                      -- JSON
) STRICT;

CREATE TABLE services (
    code TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE counters (
    number TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    position INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'closed',   -- closed, open, paused
    clerk TEXT,
    pause_reason TEXT,
    ordinary_run INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE counter_services (
    counter TEXT NOT NULL REFERENCES counters(number),
    service TEXT NOT NULL REFERENCES services(code),
    PRIMARY KEY (counter, service)
) STRICT, WITHOUT ROWID;

-- The next number of a service on a day: a row taken in the same transaction as the ticket.
CREATE TABLE numbers (
    service TEXT NOT NULL,
    business_day TEXT NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (service, business_day)
) STRICT, WITHOUT ROWID;

CREATE TABLE tickets (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    secret TEXT NOT NULL,
    service TEXT NOT NULL REFERENCES services(code),
    business_day TEXT NOT NULL,
    number INTEGER NOT NULL,
    label TEXT NOT NULL,
    state TEXT NOT NULL,
    priority TEXT,
    is_assisted INTEGER NOT NULL,
    language TEXT NOT NULL,
    issued_at TEXT NOT NULL,
    called_at TEXT,
    started_at TEXT,
    finished_at TEXT,                       -- the end, whichever it was
    counter TEXT,
    clerk TEXT,
    calls INTEGER NOT NULL DEFAULT 0,
    slip_state TEXT NOT NULL,
    slip_reason TEXT
) STRICT;

-- Promise: two citizens never hold the same number of a service on one business day.
CREATE UNIQUE INDEX one_number ON tickets(service, business_day, number);
-- Promise: a counter has at most one ticket in hand.
CREATE UNIQUE INDEX one_in_hand ON tickets(counter) WHERE state IN ('called', 'serving');
-- Promise: a secret opens one ticket.
CREATE UNIQUE INDEX one_secret ON tickets(secret);
CREATE INDEX waiting_line ON tickets(business_day, service, priority IS NOT NULL, id) WHERE state = 'waiting';
CREATE INDEX by_day ON tickets(business_day, state);
CREATE INDEX served_at ON tickets(counter, called_at) WHERE called_at IS NOT NULL;

CREATE TABLE ratings (
    id TEXT PRIMARY KEY,                    -- made by the tablet: sent twice, counted once
    ticket INTEGER NOT NULL UNIQUE REFERENCES tickets(id),  -- promise: at most one rating a ticket
    score INTEGER NOT NULL,
    reasons TEXT NOT NULL,                  -- JSON list
    comment TEXT,
    rated_at TEXT NOT NULL,
    received_at TEXT NOT NULL,
    counter TEXT NOT NULL,
    clerk TEXT,
    service TEXT NOT NULL,
    business_day TEXT NOT NULL
) STRICT;
CREATE INDEX ratings_by_day ON ratings(business_day);

-- What was answered to a request that carried an Idempotency-Key: asked again, answered again.
CREATE TABLE answers (
    asker TEXT NOT NULL,
    key TEXT NOT NULL,
    request TEXT NOT NULL,
    answer TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (asker, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE cursors (
    follower TEXT PRIMARY KEY,
    seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Entries a follower could not handle, set aside so that it goes on with the next.
CREATE TABLE poison (
    follower TEXT NOT NULL,
    seq INTEGER NOT NULL,
    error TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (follower, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE people (
    name TEXT PRIMARY KEY,
    full_name TEXT NOT NULL,
    role TEXT NOT NULL,                     -- clerk, manager, admin
    password_hash TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE tokens (
    hash TEXT PRIMARY KEY,                  -- SHA-256 of the bearer token; the token itself is not kept
    name TEXT NOT NULL,
    role TEXT NOT NULL,                     -- kiosk, counter, screen, reader, admin, tablet
    counter TEXT,
    made_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE tablets (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,                     -- rate, take
    name TEXT NOT NULL,
    counter TEXT,
    token_hash TEXT NOT NULL,
    paired_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE keys (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
