"""Help asked for at a kiosk: told to the staff until one of them says that they go."""

import sqlite3
from datetime import datetime, timedelta

from server.asking import Remembered, Request, recall_answer, remember_answer
from server.errors import Unknown
from server.events import HelpAnswered, HelpAsked
from server.hours import instant, stamp
from server.ledger import Ledger
from server.office import Office
from server.shapes import Help
from server.store import Store

QUIET_S = 60
"""So long after it was asked for, asking at the same kiosk changes nothing: people press twice."""
MOST = 100

_HELPS = (
    "SELECT helps.*, coalesce(tablets.name, kiosk) AS place "
    "FROM helps LEFT JOIN tablets ON tablets.id = helps.kiosk"
)


class Helps:
    """The calls for help of one office."""

    def __init__(self, store: Store, ledger: Ledger, office: Office) -> None:
        self._store = store
        self._ledger = ledger
        self._office = office

    def ask(self, kiosk: str, request: Request) -> Help:
        """Somebody at *kiosk* needs help: as it stands now, told to the staff.

        Within :data:`QUIET_S` it is the same call, answered or not.  After that one that nobody has
        answered is asked for again, and one that was answered begins anew.

        :raises Malformed: ``key_reused``.
        """

        def change(tx: sqlite3.Connection) -> Help:
            recall_answer(tx, request, Help)
            now, day = self._office.now(), self._office.today()
            at = stamp(now)
            held = _last(tx, kiosk, day)
            if held is None or not _is_quiet(held, now):
                is_open = held is not None and held.answered_at is None
                held = _again(tx, held, at) if held and is_open else _begin(tx, kiosk, day, at)
                event = HelpAsked(help=held.id, kiosk=kiosk, times=held.times)
                self._ledger.note(tx, at, event)
            remember_answer(tx, request, held, at)
            return held

        try:
            return self._store.change(change)
        except Remembered as found:
            return found.answer  # type: ignore[no-any-return]

    def answer(self, id: int, request: Request) -> Help:
        """Whoever asks this goes there; of two who say so the first does.

        :raises Unknown: ``no_such_help``. :raises Malformed: ``key_reused``.
        """

        def change(tx: sqlite3.Connection) -> Help:
            recall_answer(tx, request, Help)
            held = help_by_id(tx, id)
            at = stamp(self._office.now())
            if held.answered_at is None:
                by = request.asker.name
                held = _answered(tx, held, at, by)
                self._ledger.note(tx, at, HelpAnswered(help=id, kiosk=held.kiosk, by=by))
            remember_answer(tx, request, held, at)
            return held

        try:
            return self._store.change(change)
        except Remembered as found:
            return found.answer  # type: ignore[no-any-return]


def _is_quiet(held: Help, now: datetime) -> bool:
    asked_at = instant(held.asked_at)
    # From then on: a clock that was set back must not keep a kiosk quiet for longer.
    return asked_at <= now < asked_at + timedelta(seconds=QUIET_S)


def unanswered(connection: sqlite3.Connection, day: str) -> list[Help]:
    """Who waits for help on *day*, the longest first, a hundred at the most."""
    rows = connection.execute(
        f"{_HELPS} WHERE business_day = ? AND answered_at IS NULL ORDER BY helps.id LIMIT ?",
        (day, MOST),
    )
    return [_help(row) for row in rows]


def help_by_id(connection: sqlite3.Connection, id: int) -> Help:
    """One call for help. :raises Unknown: ``no_such_help``."""
    row = connection.execute(f"{_HELPS} WHERE helps.id = ?", (id,)).fetchone()
    if row is None:
        raise Unknown("no_such_help")
    return _help(row)


def _help(row: sqlite3.Row) -> Help:
    return Help(
        id=row["id"],
        kiosk=row["kiosk"],
        place=row["place"],
        asked_at=row["asked_at"],
        times=row["times"],
        answered_at=row["answered_at"],
        answered_by=row["answered_by"],
    )


def _last(tx: sqlite3.Connection, kiosk: str, day: str) -> Help | None:
    row = tx.execute(
        f"{_HELPS} WHERE kiosk = ? AND business_day = ? ORDER BY helps.id DESC LIMIT 1",
        (kiosk, day),
    ).fetchone()
    return None if row is None else _help(row)


def _begin(tx: sqlite3.Connection, kiosk: str, day: str, at: str) -> Help:
    cursor = tx.execute(
        "INSERT INTO helps (kiosk, business_day, asked_at, times) VALUES (?, ?, ?, 1)",
        (kiosk, day, at),
    )
    return help_by_id(tx, cursor.lastrowid or 0)


def _again(tx: sqlite3.Connection, held: Help, at: str) -> Help:
    tx.execute(
        "UPDATE helps SET asked_at = ?, times = times + 1 WHERE id = ?",
        (at, held.id),
    )
    return help_by_id(tx, held.id)


def _answered(tx: sqlite3.Connection, held: Help, at: str, by: str) -> Help:
    tx.execute(
        "UPDATE helps SET answered_at = ?, answered_by = ? WHERE id = ?",
        (at, by, held.id),
    )
    return help_by_id(tx, held.id)
