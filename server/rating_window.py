"""The rating window of a visit, as the journal tells it; the rule stands in :mod:`server.window`.

The journal and not the ticket's row, because a time that somebody corrects later must not move the
window in which a citizen was asked; when its question was being read stands there too.
"""

import hashlib
import hmac
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from server import window
from server.hours import instant, stamp
from server.plan import Plan, Rating
from server.queries import last_finished

NEWEST = 2**63 - 1
"""Past every entry of a journal."""

_END = (
    "SELECT seq, at FROM journal WHERE ticket = ? AND event = 'finished' AND seq < ? "
    "ORDER BY seq DESC LIMIT 1"
)
_NEXT = (
    "SELECT c.at FROM journal c WHERE c.counter = ? AND c.seq > ? AND c.seq < ? AND c.ticket != ? "
    "AND c.event IN ('called', 'resumed') AND NOT EXISTS ("
    # Taken back, and not done again before that.
    "SELECT 1 FROM journal u WHERE u.seq > c.seq AND u.ticket = c.ticket AND u.event = 'undone' "
    "AND json_extract(u.data, '$.undone') = c.event AND NOT EXISTS ("
    "SELECT 1 FROM journal d WHERE d.seq > c.seq AND d.seq < u.seq AND d.ticket = c.ticket "
    "AND d.event = c.event)) ORDER BY c.seq LIMIT 1"
)
_SIGNS = (
    "SELECT at, json_extract(data, '$.read_at') AS read_at FROM journal "
    "WHERE ticket = ? AND event = 'question_read' AND seq > ? AND seq < ?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """The end of a visit.  *id* names its window; *next_at* is when its counter took on somebody
    else after it, if it has; *signs* is when its question was being read, by what was said of it.
    """

    id: str
    at: datetime
    next_at: datetime | None
    signs: Mapping[str, datetime]

    def closes_at(self, asked: Rating, channel: str, speed: float) -> datetime:
        """When *channel* asks no more.  Somebody's own phone is not taken away from them by the
        next call; *speed* is that of the office's clock, citizens live in real time."""
        if channel == "phone":
            return self.at + timedelta(seconds=asked.phone_window_min * 60 * speed)
        return window.closes_at(self.over_at(asked, speed), self.next_at)

    def over_at(self, asked: Rating, speed: float) -> datetime:
        """When the tablet's time is over, whoever is called."""
        length_s, longest_s = asked.window_s * speed, window.longest_s(asked.window_s) * speed
        return window.over_at(self.at, length_s, longest_s, self.signs.values())

    def limit(self, asked: Rating, speed: float) -> datetime:
        """When it is over, however it is read."""
        return self.at + timedelta(seconds=window.longest_s(asked.window_s) * speed)

    def read_at(self, said: str, sign: datetime) -> "End":
        """The same, whose question was being read at *sign* too, or *said* to be."""
        return replace(self, signs={**self.signs, said: sign})


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """A window at a counter: the ticket's row, with its clerk's name, badge and
    photo; the plan of its day; when it closes."""

    row: sqlite3.Row
    plan: Plan
    end: End
    closes_at: datetime


def end_of(
    connection: sqlite3.Connection, row: sqlite3.Row | Mapping[str, Any], until: int = NEWEST
) -> End | None:
    """How the visit of the ticket *row* ended last, if it has, by the entries before *until*."""
    found = connection.execute(_END, (row["id"], until)).fetchone()
    if found is None:
        return None
    after = (row["counter"], found["seq"], until, row["id"])
    taken = connection.execute(_NEXT, after).fetchone()
    return End(
        id=window_id_of(row["secret"], found["at"], found["seq"]),
        at=instant(found["at"]),
        next_at=None if taken is None else instant(taken["at"]),
        signs=_signs(connection.execute(_SIGNS, (row["id"], found["seq"], until))),
    )


def _signs(rows: Iterable[sqlite3.Row]) -> dict[str, datetime]:
    """By what the tablet said; one from the future was when it came in."""
    signs = ((row["read_at"], instant(row["read_at"]), instant(row["at"])) for row in rows)
    return {said: min(sign, received) for said, sign, received in signs}


def open_at(
    connection: sqlite3.Connection,
    plan_of: Callable[[sqlite3.Connection, str], Plan],
    counter: str,
    now: datetime,
    speed: float,
) -> Open | None:
    """The window that is open at the tablet of *counter*, if one is."""
    found = last_at(connection, plan_of, counter, now, speed)
    return found if found is not None and now < found.closes_at else None


def last_at(
    connection: sqlite3.Connection,
    plan_of: Callable[[sqlite3.Connection, str], Plan],
    counter: str,
    now: datetime,
    speed: float,
) -> Open | None:
    """The window that was opened last at the tablet of *counter*, if it may still be open.

    A visit that the office closed as forgotten opens none: nobody has stood there for hours.
    """
    since = stamp(now - timedelta(seconds=window.LONGEST_S * speed))
    row = last_finished(connection, counter, since, stamp(now))
    if row is None or row["rating"] is not None or row["is_forgotten"]:
        return None
    plan, end = plan_of(connection, row["business_day"]), end_of(connection, row)
    if end is None:
        return None
    closes = end.closes_at(plan.rating, "tablet", speed)
    return Open(row=row, plan=plan, end=end, closes_at=closes)


def window_id_of(secret: str, at: str, seq: int) -> str:
    """Another one after each end of a visit, in this office or one that was restored: an answer
    that was given to one visit never lands on another that has its number."""
    return hmac.new(secret.encode(), f"{at} {seq}".encode(), hashlib.sha256).hexdigest()[:16]
