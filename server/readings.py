"""That a tablet's question is being read: its window ends later, by the rule of
:mod:`server.window`.

A *sign* of reading is an instant that the tablet tells with a heartbeat or an answer, as often as
it likes: the journal has each once, and only those that move the end
(docs/reference/ratings.md).
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from server import rating_window, window
from server.events import QuestionRead
from server.hours import instant, stamp
from server.ledger import Ledger
from server.office import Office
from server.plan import Rating
from server.queries import Row
from server.rating_window import End
from server.store import Store

MOST_SIGNS = 64
"""For one end of a visit: a tablet tells 44 at the most, one a quarter of its window."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The question of the window with the id *window* was being read at the instants *at*."""

    window: str
    at: tuple[datetime, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """The *end* of a visit after signs were heard, and those *said* that are new and move it."""

    end: End
    said: tuple[str, ...]

    def events(self, row: Row) -> list[QuestionRead]:
        """What is to be written of the ticket *row*."""
        about = {"ticket": row["id"], "label": row["label"], "counter": row["counter"]}
        return [QuestionRead(read_at=each, **about) for each in self.said]


def heard(end: End, at: Iterable[datetime], asked: Rating, now: datetime, speed: float) -> Heard:
    """What the signs *at*, received *now*, do to the tablet's window of *end*.  Pure."""
    said: list[str] = []
    for each in sorted({stamp(each) for each in at} - set(end.signs)):
        later = end.read_at(each, min(instant(each), now))
        counts = window.takes(later.signs[each], end.closes_at(asked, "tablet", speed))
        moves = later.closes_at(asked, "tablet", speed) > end.closes_at(asked, "tablet", speed)
        if counts and moves and len(end.signs) < MOST_SIGNS:
            end = later
            said.append(each)
    return Heard(end=end, said=tuple(said))


class Readings:
    """Hears what tablets tell, by the rules of *office*."""

    def __init__(self, store: Store, ledger: Ledger, office: Office) -> None:
        self._store, self._ledger, self._office = store, ledger, office

    def hear(self, reading: Reading, counter: str) -> None:
        """The tablet at *counter* tells this; what counts for nothing is not kept."""

        def change(tx: sqlite3.Connection) -> None:
            for row, event in self._new(tx, reading, counter):
                self._ledger.happen(tx, stamp(self._office.now()), row, event)

        with self._store.reading() as connection:
            is_new = bool(self._new(connection, reading, counter))
        if is_new:  # most heartbeats of a question that is read tell nothing new
            self._store.change(change)

    def _new(
        self, connection: sqlite3.Connection, reading: Reading, counter: str
    ) -> list[tuple[sqlite3.Row, QuestionRead]]:
        office, now = self._office, self._office.now()
        speed, plan_of = office.site.speed, office.settings.plan
        found = rating_window.last_at(connection, plan_of, counter, now, speed)
        if found is None or found.end.id != reading.window:
            return []
        told = heard(found.end, reading.at, found.plan.rating, now, speed)
        return [(found.row, event) for event in told.events(found.row)]
