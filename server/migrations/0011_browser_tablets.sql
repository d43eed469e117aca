-- Whether a tablet is a browser that shows /rate: its key is a cookie, and good for nothing else.
ALTER TABLE tablets ADD COLUMN is_browser INTEGER NOT NULL DEFAULT 0;
