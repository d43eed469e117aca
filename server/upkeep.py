"""What the office does by itself: a parked ticket comes back, a forgotten visit is closed.

Looked at every second of real time on the office's own clock, so that a time that passed while the
server was off is dealt with when it is back.  Every step is an event like any other, by ``rule``.

A clock that was put forward by mistake must not end the visits of a full hall: none is ended for
its age or its day before day and clock have stood as they are for :data:`PATIENCE`.
"""

import logging
import sqlite3
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from server.clock import unmoved
from server.errors import StoreFailed
from server.events import Cancelled, NoShow, Reminded, Requeued, TicketEvent
from server.hours import instant, stamp
from server.ledger import attended
from server.moves import forgotten
from server.office import Office
from server.plan import Rules
from server.store import Store

LOOK_S = 1.0
PATIENCE = timedelta(minutes=10)
"""Time enough to see a wrong clock on the hall screens and put it right."""
RULE = "rule"
# The indices are named: SQLite would read through the label of every day there has been.
_BACK = (
    "SELECT * FROM tickets INDEXED BY parked "
    "WHERE state = 'parked' AND return_at <= ? AND business_day = ?"
)
_LEFT_OVER = (
    "SELECT * FROM tickets INDEXED BY waiting_line WHERE state = 'waiting' AND business_day < ? "
    "UNION ALL SELECT * FROM tickets INDEXED BY parked WHERE state = 'parked' AND business_day < ?"
)
Chore = Callable[[datetime], None]
Due = tuple[sqlite3.Row, TicketEvent]

_log = logging.getLogger(__name__)


class Upkeep:
    """Does what is due.

    :param chores: more of it, each called with the office's clock at every look.
    :param endings: chores that end something by the clock: only once it has stood for a while.
    :param jumped: by how much the clock was set since this was last asked.
    """

    def __init__(
        self,
        store: Store,
        office: Office,
        chores: Sequence[Chore] = (),
        jumped: Callable[[], timedelta] = unmoved,
        endings: Sequence[Chore] = (),
    ) -> None:
        self._store = store
        self._office = office
        self._chores = chores
        self._endings = endings
        self._jumped = jumped
        self._day = office.today()
        self._sure_at = office.now() + PATIENCE

    def run(self, stop: threading.Event) -> None:
        """Look every second until *stop*: the body of a thread."""
        while not stop.is_set():
            try:
                with suppress(StoreFailed):  # the store has said so in the log
                    self.look()
            except Exception:  # the outermost loop of this thread
                _log.exception("upkeep stumbled; it looks again in a second")
            stop.wait(LOOK_S)

    def look(self) -> int:
        """Do all that is due now; how many steps that were."""
        is_sure = self._is_sure()
        with self._store.reading() as connection:
            is_due = bool(self._due(connection, is_sure))
        count = self._store.change(lambda tx: self._do(tx, is_sure)) if is_due else 0
        for chore in (*self._chores, *(self._endings if is_sure else ())):
            chore(self._office.now())
        return count

    def _is_sure(self) -> bool:
        """Whether the clock may end visits; a clock that was set is said in the log."""
        now, today = self._office.now(), self._office.today()
        jump = self._jumped()
        if jump:
            way = "forward" if jump > timedelta(0) else "back"
            minutes = round(abs(jump).total_seconds() / 60)
            _log.warning(
                "this machine's clock was set %s by %d minutes (or slept) and says %s UTC now: "
                "check its date, time and zone",
                *(way, minutes, f"{now:%Y-%m-%d %H:%M}"),
            )
        if jump or today != self._day:
            self._day, self._sure_at = today, now + PATIENCE
        return now >= self._sure_at

    def _do(self, tx: sqlite3.Connection, is_sure: bool) -> int:
        """Look again on the writer: somebody may have moved a ticket meanwhile."""
        at = stamp(self._office.now())
        due = self._due(tx, is_sure)
        for row, event in due:
            self._office.ledger.happen(tx, at, row, event)
        return len(due)

    def _due(self, connection: sqlite3.Connection, is_sure: bool) -> list[Due]:
        now, today = self._office.now(), self._office.today()
        rules = self._office.plan(connection).rules
        in_hand = connection.execute("SELECT * FROM tickets WHERE state IN ('called', 'serving')")
        found = [
            (row, forgotten(row))
            if is_sure and _is_forgotten(row, now, today, rules)
            else (row, _left(row, now, rules))
            for row in in_hand
        ]
        back = connection.execute(_BACK, (stamp(now), today)).fetchall()
        found += [(row, _back(row, attended(connection, row["counter"]))) for row in back]
        if is_sure:
            over = connection.execute(_LEFT_OVER, (today, today))
            found += [(row, _over(row)) for row in over]
        return [(row, event) for row, event in found if event is not None]


def _is_forgotten(row: sqlite3.Row, now: datetime, today: str, rules: Rules) -> bool:
    """Whether its clerk has left the visit in hand for hours, or since an earlier day."""
    since = instant(row["started_at"] or row["called_at"])
    return row["business_day"] < today or _is_past(now, since, rules.forgotten_min * 60)


def _left(row: sqlite3.Row, now: datetime, rules: Rules) -> TicketEvent | None:
    """What becomes of a ticket in hand that its clerk has left alone for a while."""
    about = {"ticket": row["id"], "label": row["label"], "counter": row["counter"]}
    last_call = instant(row["recalled_at"] or row["called_at"])
    is_absent = row["state"] == "called" and 0 < rules.max_calls <= row["calls"]
    if is_absent and _is_past(now, last_call, rules.no_show_after_s):
        return NoShow(**about, by=RULE)
    since = instant(row["started_at"] or row["called_at"])
    if row["reminded_at"] is None and _is_past(now, since, rules.remind_min * 60):
        return Reminded(**about)
    return None


def _back(row: sqlite3.Row, to: str | None) -> TicketEvent:
    """A parked ticket whose time has come goes back into line, for its own counter if it can."""
    return Requeued(
        ticket=row["id"],
        label=row["label"],
        by=RULE,
        for_counter=to,
        counter=row["counter"],
    )


def _over(row: sqlite3.Row) -> TicketEvent:
    """The day is over: whoever still waits from it is not in today's line."""
    return Cancelled(ticket=row["id"], label=row["label"], counter=row["counter"], by=RULE)


def _is_past(now: datetime, since: datetime, seconds: int) -> bool:
    """Whether *seconds* have gone by; ``0`` turns a rule off."""
    return seconds > 0 and now >= since + timedelta(seconds=seconds)
