-- The whole life of a ticket: parked, transferred, returned, several stops, taken back, corrected.
ALTER TABLE tickets ADD COLUMN session TEXT NOT NULL DEFAULT '';
ALTER TABLE tickets ADD COLUMN printer TEXT;                        -- where its slip comes out
ALTER TABLE tickets ADD COLUMN place INTEGER NOT NULL DEFAULT 0;    -- order in its lane before the id: below 0 sent first, an appointment its time
ALTER TABLE tickets ADD COLUMN due_at TEXT;                         -- an appointment's time
ALTER TABLE tickets ADD COLUMN for_counter TEXT;                    -- kept for this counter
ALTER TABLE tickets ADD COLUMN for_clerk TEXT;                      -- kept for this clerk
ALTER TABLE tickets ADD COLUMN stops TEXT NOT NULL DEFAULT '[]';    -- what follows after this service, JSON
ALTER TABLE tickets ADD COLUMN why TEXT;                            -- why it was called, JSON
ALTER TABLE tickets ADD COLUMN recalled_at TEXT;
ALTER TABLE tickets ADD COLUMN return_at TEXT;                      -- when a parked one goes back into line by itself
ALTER TABLE tickets ADD COLUMN served_s INTEGER NOT NULL DEFAULT 0; -- seconds of service before this stretch
ALTER TABLE tickets ADD COLUMN reminded_at TEXT;
ALTER TABLE tickets ADD COLUMN is_forgotten INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tickets ADD COLUMN corrected_at TEXT;
-- The lane a ticket waits in: only the first of each lane is a candidate for the next call.
ALTER TABLE tickets ADD COLUMN lane TEXT AS (
    CASE WHEN due_at IS NOT NULL THEN 'a' WHEN priority IS NOT NULL THEN 'p' ELSE 'o' END || CASE WHEN place < 0 THEN '!' ELSE '' END
    || '|' || language || coalesce('@' || for_counter, '') || coalesce('#' || for_clerk, '')
) VIRTUAL;

UPDATE tickets SET why = called.why FROM (
    SELECT ticket, '{"why": "' || json_extract(data, '$.why') || '"}' AS why, max(seq)
    FROM journal WHERE event = 'called' GROUP BY ticket
) AS called WHERE called.ticket = tickets.id;

UPDATE tickets SET recalled_at = recalled.at FROM (
    SELECT ticket, max(at) AS at FROM journal WHERE event = 'recalled' GROUP BY ticket
) AS recalled WHERE recalled.ticket = tickets.id;
UPDATE tickets SET printer = issued.printer FROM (
    SELECT ticket, json_extract(data, '$.printer') AS printer FROM journal WHERE event = 'issued'
) AS issued WHERE issued.ticket = tickets.id;

-- Promise: two citizens never hold the same label on one business day, whichever row of numbers it came from.
CREATE UNIQUE INDEX one_label ON tickets(business_day, label);
DROP INDEX one_number;
DROP INDEX by_day;
DROP INDEX waiting_line;
CREATE INDEX waiting_line ON tickets(business_day, service, lane, place) WHERE state = 'waiting';
CREATE INDEX parked ON tickets(return_at) WHERE state = 'parked';
CREATE INDEX unsettled ON tickets(id) WHERE slip_state IN ('queued', 'printing');
CREATE INDEX with_priority ON tickets(business_day) WHERE priority IS NOT NULL;
CREATE INDEX missed ON tickets(business_day, finished_at) WHERE state = 'no_show';

-- How many wait in each lane: kept by the triggers below, so that neither a call nor the hall counts a long line.
CREATE TABLE lanes (
    business_day TEXT NOT NULL,
    service TEXT NOT NULL,
    lane TEXT NOT NULL,
    waiting INTEGER NOT NULL,
    PRIMARY KEY (business_day, service, lane)
) STRICT, WITHOUT ROWID;
INSERT INTO lanes SELECT business_day, service, lane, count(*) FROM tickets WHERE state = 'waiting' GROUP BY 1, 2, 3;

CREATE TRIGGER came_into_line AFTER INSERT ON tickets WHEN NEW.state = 'waiting'
BEGIN
    INSERT INTO lanes VALUES (NEW.business_day, NEW.service, NEW.lane, 1)
    ON CONFLICT DO UPDATE SET waiting = waiting + 1;
END;

CREATE TRIGGER left_the_lane AFTER UPDATE ON tickets WHEN OLD.state = 'waiting'
    AND (NEW.state != 'waiting' OR NEW.service != OLD.service OR NEW.lane != OLD.lane)
BEGIN
    UPDATE lanes SET waiting = waiting - 1
    WHERE business_day = OLD.business_day AND service = OLD.service AND lane = OLD.lane;
END;

CREATE TRIGGER came_into_another_lane AFTER UPDATE ON tickets WHEN NEW.state = 'waiting'
    AND (OLD.state != 'waiting' OR NEW.service != OLD.service OR NEW.lane != OLD.lane)
BEGIN
    INSERT INTO lanes VALUES (NEW.business_day, NEW.service, NEW.lane, 1)
    ON CONFLICT DO UPDATE SET waiting = waiting + 1;
END;

-- How many numbers of a service were given on a day and in a session: what a limit is compared with.
CREATE TABLE intake (
    business_day TEXT NOT NULL,
    service TEXT NOT NULL,
    session TEXT NOT NULL,
    issued INTEGER NOT NULL,
    PRIMARY KEY (business_day, service, session)
) STRICT, WITHOUT ROWID;
INSERT INTO intake SELECT business_day, service, '', count(*) FROM tickets GROUP BY 1, 2;

CREATE TRIGGER was_issued AFTER INSERT ON tickets
BEGIN
    INSERT INTO intake VALUES (NEW.business_day, NEW.service, NEW.session, 1)
    ON CONFLICT DO UPDATE SET issued = issued + 1;
END;

-- A row of numbers may be shared by services and may restart by session or never.
ALTER TABLE numbers RENAME COLUMN service TO name;
ALTER TABLE numbers RENAME COLUMN business_day TO period;

ALTER TABLE counters DROP COLUMN ordinary_run;                      -- a service remembers it now, for all its counters
ALTER TABLE counters ADD COLUMN credits TEXT NOT NULL DEFAULT '{}'; -- what the turn rule owes each service here, JSON
ALTER TABLE counters ADD COLUMN last_act TEXT;                      -- what undo would take back, JSON
