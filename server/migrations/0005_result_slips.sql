-- Reminders of the day a result is ready.  What they say is kept until they are printed or given up.
CREATE TABLE result_slips (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    counter TEXT NOT NULL,
    printer TEXT,                           -- NULL: the office has none
    language TEXT NOT NULL,
    copies INTEGER NOT NULL,
    dossier TEXT,                           -- NULL as soon as it is settled, as the two below
    due_at TEXT,
    place TEXT,
    asked_at TEXT NOT NULL,
    state TEXT NOT NULL,                    -- queued, printing, printed, failed
    reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX unsettled_results ON result_slips(id) WHERE state IN ('queued', 'printing');
