-- The first call of a ticket that was called again later, for the figure of waiting: called_at is the last call.
ALTER TABLE tickets ADD COLUMN first_called_at TEXT;                -- NULL while called_at is the first

-- As the journal replayed says it: the first call that was not taken back, of a ticket that came back into line, was sent on or resumed since.
CREATE TEMP TABLE came_back AS
    SELECT ticket, max(seq) AS last FROM journal WHERE event IN ('requeued', 'transferred', 'resumed') GROUP BY ticket;
CREATE TEMP TABLE calls AS
    SELECT ticket, at, seq, event, lead(event) OVER (PARTITION BY ticket ORDER BY seq) AS next FROM journal
    WHERE (event = 'called' OR event = 'undone' AND json_extract(data, '$.undone') = 'called')
    AND ticket IN (SELECT ticket FROM came_back);
UPDATE tickets SET first_called_at = first.at FROM (
    SELECT ticket, at, min(seq) AS seq FROM calls WHERE event = 'called' AND next IS NOT 'undone' GROUP BY ticket
) AS first JOIN came_back ON came_back.ticket = first.ticket AND came_back.last > first.seq
WHERE first.ticket = tickets.id;
DROP TABLE calls;
DROP TABLE came_back;
