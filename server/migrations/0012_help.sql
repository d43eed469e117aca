-- Help asked for at a kiosk: one row until somebody goes, however often it is asked for meanwhile.
CREATE TABLE helps (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kiosk TEXT NOT NULL,                    -- its name, empty for a browser without one
    business_day TEXT NOT NULL,
    asked_at TEXT NOT NULL,                 -- the last time
    times INTEGER NOT NULL,
    answered_at TEXT,                       -- NULL: nobody has said that they go
    answered_by TEXT
) STRICT;
CREATE INDEX helps_of_a_kiosk ON helps(kiosk, business_day);
