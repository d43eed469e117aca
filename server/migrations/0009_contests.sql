-- A clerk contests an answer, a manager decides.  The answer itself is never changed.
CREATE TABLE contests (
    ref TEXT PRIMARY KEY,                               -- what clerks know the answer by
    rating TEXT NOT NULL UNIQUE REFERENCES ratings(id), -- promise: contested once at most
    clerk TEXT NOT NULL,
    reason TEXT NOT NULL,                               -- screened before it came here, as note
    contested_at TEXT NOT NULL,
    state TEXT NOT NULL,                                -- open, upheld, rejected
    judged_by TEXT,
    judged_at TEXT,
    note TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX open_contests ON contests(contested_at) WHERE state = 'open';
CREATE INDEX ratings_by_clerk ON ratings(clerk, business_day);
