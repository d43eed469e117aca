-- A browser's key was a cookie, which crossed the network at each request.  Whoever has heard it could
-- seal with it: these tablets are paired anew, by the code that they show.
DELETE FROM tablets WHERE is_browser;
ALTER TABLE tablets DROP COLUMN is_browser;
