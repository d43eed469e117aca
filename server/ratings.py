"""Ratings: a citizen's answer, at most one a ticket, only while its window is open.

It comes from the tablet of the counter that served or from the citizen's own phone, and is judged
by the settings of the visit's business day.  What it says stands in ``ratings`` alone; the journal
keeps only that there was one.
"""

import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from server import rating_window, readings, window
from server.errors import Malformed, Refused
from server.events import Rated
from server.hours import stamp
from server.ledger import Ledger, ticket_row
from server.office import Office
from server.plan import SCORES, Rating
from server.rating_window import End
from server.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRating:
    """A citizen's answer; *id* is its maker's own, *rated_at* the moment of the touch, *channel*
    ``tablet`` or ``phone``, *window* the id of the window it was given in, where that is known,
    *read_at* when the tablet's question was being read."""

    id: str
    ticket: int
    score: int
    reasons: tuple[str, ...]
    comment: str | None
    rated_at: datetime
    channel: str = "tablet"
    window: str | None = None
    read_at: tuple[datetime, ...] = ()


class Ratings:
    """Takes answers in, by the rules of *office*."""

    def __init__(self, store: Store, ledger: Ledger, office: Office) -> None:
        self._store = store
        self._ledger = ledger
        self._settings = office.settings
        self._now: Callable[[], datetime] = office.now
        self._speed = office.site.speed

    def take(self, new: NewRating, counter: str | None) -> bool:
        """Take a citizen's answer from the tablet at *counter*, or from a phone, which has none;
        false if this very one is here.

        :raises Unknown: ``no_such_ticket``. :raises Malformed: ``key_reused``, ``no_such_score``.
        :raises Refused: ``other_counter``, ``not_served``, ``window_closed``, ``already_rated``.
        """

        def change(tx: sqlite3.Connection) -> bool:
            row = ticket_row(tx, new.ticket)
            same = tx.execute("SELECT ticket FROM ratings WHERE id = ?", (new.id,)).fetchone()
            if same is not None and same["ticket"] != new.ticket:
                raise Malformed("key_reused")
            if same is not None:
                return False
            if new.channel != "phone" and (counter is None or row["counter"] != counter):
                raise Refused("other_counter", label=row["label"])
            if row["state"] != "finished":
                raise Refused("not_served", label=row["label"], state=row["state"])
            if tx.execute("SELECT 1 FROM ratings WHERE ticket = ?", (new.ticket,)).fetchone():
                raise Refused("already_rated", label=row["label"])
            self._keep(tx, row, new)
            return True

        return self._store.change(change)

    def _keep(self, tx: sqlite3.Connection, row: sqlite3.Row, new: NewRating) -> None:
        asked = self._settings.plan(tx, row["business_day"]).rating
        now, end = self._now(), rating_window.end_of(tx, row)
        if end is None or new.window not in (None, end.id):
            raise Refused("window_closed", label=row["label"])
        if new.channel == "tablet":
            told = readings.heard(end, new.read_at, asked, now, self._speed)
            for sign in told.events(row):
                self._ledger.happen(tx, stamp(now), row, sign)
            end = told.end
        rated_at = self._rated_at(new, end)
        closes_at = end.closes_at(asked, new.channel, self._speed)
        if not window.takes(rated_at, closes_at):
            raise Refused("window_closed", label=row["label"])
        columns = {
            "id": new.id,
            "ticket": new.ticket,
            "score": new.score,
            "levels": levels_of(tx, row["business_day"], end, asked, new.score),
            # What the office did not ask is not kept.
            "reasons": json.dumps([each for each in new.reasons if each in asked.reasons]),
            "comment": new.comment if asked.has_comment else None,
            "rated_at": stamp(rated_at),
            "received_at": stamp(now),
            "closes_at": stamp(closes_at),
            "channel": new.channel,
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

    def _rated_at(self, new: NewRating, end: End) -> datetime:
        """When it was given.  Before the end of the visit nobody was asked: a clock that says so is
        wrong, the receipt's is not."""
        now = self._now()
        return min(new.rated_at, now) if new.rated_at >= end.at else now


def levels_of(tx: sqlite3.Connection, day: str, end: End, asked: Rating, score: int) -> int:
    """How many faces were shown to whoever gave *score* after a visit of *day* that ended at *end*.

    Those that the day has settled on, or others, if they were changed for that day only after the
    end: an answer to the earlier ones may come in after the change.

    :raises Malformed: ``no_such_score``.
    """
    if score in asked.scores:
        return asked.levels
    changed_after = tx.execute(
        "SELECT 1 FROM settings WHERE kind = 'rating' AND effective_from = ? AND at >= ?",
        (day, stamp(end.at)),
    ).fetchone()
    others = [levels for levels, scores in SCORES.items() if score in scores and changed_after]
    if not others:
        raise Malformed("no_such_score", known=", ".join(map(str, asked.scores)))
    return others[0]
