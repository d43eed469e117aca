-- A citizen answers at a tablet or on their own phone; which faces were shown stays with the answer.
ALTER TABLE ratings ADD COLUMN channel TEXT NOT NULL DEFAULT 'tablet';  -- tablet, phone
ALTER TABLE ratings ADD COLUMN levels INTEGER NOT NULL DEFAULT 5;       -- how many faces were shown: 5, 3

ALTER TABLE ratings ADD COLUMN closes_at TEXT;                          -- when its window closed; NULL: not known, an older one

-- What a tablet shows of whoever served.
ALTER TABLE people ADD COLUMN badge TEXT NOT NULL DEFAULT '';           -- the number on their badge
ALTER TABLE people ADD COLUMN photo TEXT NOT NULL DEFAULT '';           -- a file in the folder photos

-- When a window opened and closed is read from the journal: the row of a ticket is corrected later.
CREATE INDEX ends_of_visits ON journal(ticket, seq) WHERE event = 'finished';
CREATE INDEX takings ON journal(counter, seq) WHERE event IN ('called', 'resumed');
