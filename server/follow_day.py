"""A new business day: what the office need not know any longer is forgotten.

Not a job at midnight: the day's first ticket sets it off, whenever that is.
"""

import sqlite3
from datetime import date, timedelta

from server.events import Issued
from server.hours import stamp
from server.journal import Entry
from server.office import Office
from server.store import Store

REPEATS_KEPT = timedelta(days=2)
"""How long a request may be repeated with its key: longer than any program keeps trying."""


class DayFollower:
    """Forgets, once a business day, what was needed only while its tickets lived."""

    def __init__(self, store: Store, office: Office) -> None:
        self._store = store
        self._office = office
        self._day: str | None = None

    def handle(self, entry: Entry) -> None:
        """Forget when *entry* is the first ticket of a day, or the first since the start."""
        if isinstance(entry.event, Issued) and entry.event.business_day != self._day:
            day = date.fromisoformat(entry.event.business_day)
            self._store.change(lambda tx: self._forget(tx, day))
            self._day = entry.event.business_day

    def _forget(self, tx: sqlite3.Connection, day: date) -> None:
        """Old answers, and why people of earlier days had priority (domain paper 6.1)."""
        before = stamp(self._office.now() - REPEATS_KEPT)
        tx.execute("DELETE FROM answers WHERE at < ?", (before,))
        tx.execute(
            "UPDATE tickets SET priority = NULL WHERE priority IS NOT NULL AND business_day < ?",
            (day.isoformat(),),
        )
