-- Where the server asks for tablets that it does not hear by itself, because somebody typed it.
CREATE TABLE tablet_addresses (
    address TEXT NOT NULL,                  -- IPv4 or IPv6, in its usual form
    port INTEGER NOT NULL,
    tablet TEXT NOT NULL UNIQUE,            -- who answered there when it was typed: one address each
    typed_at TEXT NOT NULL,
    typed_by TEXT NOT NULL,
    PRIMARY KEY (address, port)
) STRICT;
