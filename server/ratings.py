"""Ratings: a citizen's answer, at most one a ticket, only while its window is open.

What an answer says stands in ``ratings`` alone; the journal keeps only that there was one.
"""

import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from server import window
from server.errors import Malformed, Refused
from server.events import Rated
from server.hours import instant, stamp
from server.ledger import Ledger, ticket_row
from server.office import Office
from server.queries import next_called_at
from server.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRating:
    """A citizen's answer; *id* is the tablet's own, *rated_at* the moment of the touch."""

    id: str
    ticket: int
    score: int
    reasons: tuple[str, ...]
    comment: str | None
    rated_at: datetime


class Ratings:
    """Takes answers in, by the rules of *office*."""

    def __init__(self, store: Store, ledger: Ledger, office: Office) -> None:
        self._store = store
        self._ledger = ledger
        self._now: Callable[[], datetime] = office.now
        self._window_s = office.site.rating_window_s

    def take(self, new: NewRating, counter: str | None) -> bool:
        """Take a citizen's answer from the tablet at *counter*; false if this very one is here.

        :raises Unknown: ``no_such_ticket``. :raises Malformed: ``key_reused``.
        :raises Refused: ``other_counter``, ``not_served``, ``window_closed``, ``already_rated``.
        """

        def change(tx: sqlite3.Connection) -> bool:
            row = ticket_row(tx, new.ticket)
            same = tx.execute("SELECT ticket FROM ratings WHERE id = ?", (new.id,)).fetchone()
            if same is not None and same["ticket"] != new.ticket:
                raise Malformed("key_reused")
            if same is not None:
                return False
            if counter is None or row["counter"] != counter:
                raise Refused("other_counter", label=row["label"])
            if row["state"] != "finished":
                raise Refused("not_served", label=row["label"], state=row["state"])
            if tx.execute("SELECT 1 FROM ratings WHERE ticket = ?", (new.ticket,)).fetchone():
                raise Refused("already_rated", label=row["label"])
            self._keep(tx, row, new)
            return True

        return self._store.change(change)

    def _keep(self, tx: sqlite3.Connection, row: sqlite3.Row, new: NewRating) -> None:
        now = self._now()
        finished_at = instant(row["finished_at"])
        # Before the end of the visit nobody was asked: that clock is wrong, the receipt's is not.
        rated_at = min(new.rated_at, now) if new.rated_at >= finished_at else now
        closes = window.closes_at(finished_at, next_called_at(tx, row), self._window_s)
        if not window.takes(rated_at, closes):
            raise Refused("window_closed", label=row["label"])
        columns = {
            "id": new.id,
            "ticket": new.ticket,
            "score": new.score,
            "reasons": json.dumps(new.reasons),
            "comment": new.comment,
            "rated_at": stamp(rated_at),
            "received_at": stamp(now),
            "counter": row["counter"],
            "clerk": row["clerk"],
            "service": row["service"],
            "business_day": row["business_day"],
        }
        tx.execute(
            f"INSERT INTO ratings ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
            tuple(columns.values()),
        )
        event = Rated(ticket=new.ticket, label=row["label"], counter=row["counter"])
        self._ledger.happen(tx, stamp(now), row, event)
