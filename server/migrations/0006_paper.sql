-- What becomes of a slip: whose it is, where it went, how often it was asked for, and since when it is as it is.
ALTER TABLE tickets ADD COLUMN kiosk TEXT;                              -- who gave the number
ALTER TABLE tickets ADD COLUMN slip_at TEXT;                            -- since when slip_state is what it is
ALTER TABLE tickets ADD COLUMN slip_place TEXT;                         -- where it comes out, if not at the kiosk's own printer
ALTER TABLE tickets ADD COLUMN slip_tried TEXT NOT NULL DEFAULT '[]';   -- printers that could not begin it, JSON
ALTER TABLE tickets ADD COLUMN slip_copies INTEGER NOT NULL DEFAULT 0;  -- how many times it was asked for again

UPDATE tickets SET slip_at = issued_at;
UPDATE tickets SET slip_at = told.at FROM (
    SELECT ticket, at, max(seq) FROM journal
    WHERE event IN ('slip_printing', 'slip_printed', 'slip_failed') GROUP BY ticket
) AS told WHERE told.ticket = tickets.id;

CREATE INDEX without_paper ON tickets(business_day) WHERE slip_state IN ('failed', 'unknown') AND state = 'waiting';

-- How much of its roll a printer has used; since NULL: since this was first counted.
CREATE TABLE rolls (
    printer TEXT PRIMARY KEY,
    used_mm INTEGER NOT NULL,
    since TEXT
) STRICT, WITHOUT ROWID;
