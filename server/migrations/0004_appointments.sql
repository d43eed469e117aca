-- Appointments, numbers from home, and how many of both one person holds.  Nothing here names a person.
CREATE TABLE appointments (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    code TEXT NOT NULL,                     -- eight digits: typed or scanned at the kiosk
    secret TEXT NOT NULL,                   -- opens its page on a phone
    service TEXT NOT NULL REFERENCES services(code),
    business_day TEXT NOT NULL,
    slot TEXT NOT NULL,                     -- HH:MM in the office's zone
    due_at TEXT NOT NULL,
    language TEXT NOT NULL,
    state TEXT NOT NULL,                    -- booked, arrived, cancelled, expired
    ticket INTEGER REFERENCES tickets(id),
    made_at TEXT NOT NULL
) STRICT;
-- Promise: a code and a secret open one appointment, ever.
CREATE UNIQUE INDEX one_code ON appointments(code);
CREATE UNIQUE INDEX one_appointment ON appointments(secret);
-- Promise: a ticket belongs to one appointment at most.
CREATE UNIQUE INDEX one_arrival ON appointments(ticket) WHERE ticket IS NOT NULL;
CREATE INDEX due_appointments ON appointments(due_at) WHERE state = 'booked';

-- How many places of a slot are taken: compared with its capacity in the transaction that takes one.
CREATE TABLE slots (
    service TEXT NOT NULL,
    business_day TEXT NOT NULL,
    slot TEXT NOT NULL,
    taken INTEGER NOT NULL,
    PRIMARY KEY (service, business_day, slot)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER place_taken AFTER INSERT ON appointments
BEGIN
    INSERT INTO slots VALUES (NEW.service, NEW.business_day, NEW.slot, 1)
    ON CONFLICT DO UPDATE SET taken = taken + 1;
END;

CREATE TRIGGER place_given_back AFTER UPDATE OF state ON appointments
    WHEN NEW.state = 'cancelled' AND OLD.state != 'cancelled'
BEGIN
    UPDATE slots SET taken = taken - 1
    WHERE service = NEW.service AND business_day = NEW.business_day AND slot = NEW.slot;
END;

-- What somebody holds for a day, under a fingerprint of their identity number that only that day's salt can
-- make again; both are deleted when the day is over.
CREATE TABLE salts (
    business_day TEXT PRIMARY KEY,
    salt BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE claims (
    id INTEGER PRIMARY KEY,
    business_day TEXT NOT NULL,
    hash BLOB NOT NULL,
    service TEXT NOT NULL,
    ticket INTEGER REFERENCES tickets(id),
    appointment INTEGER REFERENCES appointments(id)
) STRICT;
CREATE INDEX claims_of_a_person ON claims(business_day, hash);
CREATE INDEX claim_of_a_ticket ON claims(ticket) WHERE ticket IS NOT NULL;
CREATE INDEX claim_of_an_appointment ON claims(appointment) WHERE appointment IS NOT NULL;

CREATE TRIGGER ticket_given_back AFTER UPDATE OF state ON tickets WHEN NEW.state = 'cancelled'
BEGIN
    DELETE FROM claims WHERE ticket = NEW.id;
END;

CREATE TRIGGER appointment_given_back AFTER UPDATE OF state ON appointments WHEN NEW.state = 'cancelled'
BEGIN
    DELETE FROM claims WHERE appointment = NEW.id;
END;

CREATE TRIGGER came_to_an_appointment AFTER UPDATE OF ticket ON appointments WHEN NEW.ticket IS NOT NULL
BEGIN
    UPDATE claims SET ticket = NEW.ticket WHERE appointment = NEW.id;
END;
