"""A new business day: what the office need not know any longer is forgotten.

Not a job at midnight: the day's first ticket sets it off, whenever that is.
"""

import sqlite3
from datetime import date, timedelta

from server.events import Cancelled, Issued
from server.hours import stamp
from server.journal import Entry
from server.office import Office
from server.store import Store
from server.upkeep import RULE

REPEATS_KEPT = timedelta(days=2)
"""How long a request may be repeated with its key: longer than any program keeps trying."""


class DayFollower:
    """Forgets, once a business day, what was needed only while its tickets lived."""

    def __init__(self, store: Store, office: Office) -> None:
        self._store = store
        self._office = office
        self._day: str | None = None

    def handle(self, entry: Entry) -> None:
        """Forget when *entry* is the first ticket of a day, or the first since the start, or since
        somebody left over from the day before was taken out of the line.

        A number taken from home for a later day begins no day.
        """
        if isinstance(entry.event, Cancelled) and entry.event.by == RULE:
            self._day = None
        if not isinstance(entry.event, Issued) or entry.event.business_day == self._day:
            return
        if entry.event.business_day <= self._office.today():
            day = date.fromisoformat(entry.event.business_day)
            self._store.change(lambda tx: self._forget(tx, day))
            self._day = entry.event.business_day

    def _forget(self, tx: sqlite3.Connection, day: date) -> None:
        """Old answers, empty lanes, and why people of earlier days had priority (domain paper
        6.1).

        Visits that have not ended keep theirs: the clock may be a day ahead by mistake.
        """
        before = stamp(self._office.now() - REPEATS_KEPT)
        tx.execute("DELETE FROM answers WHERE at < ?", (before,))
        tx.execute(
            "UPDATE tickets INDEXED BY with_priority SET priority = NULL "
            "WHERE priority IS NOT NULL AND business_day < ? "
            "AND state NOT IN ('waiting', 'called', 'serving', 'parked')",
            (day.isoformat(),),
        )
        tx.execute("DELETE FROM lanes WHERE waiting = 0 AND business_day < ?", (day.isoformat(),))
