"""Contests: a clerk says that an answer was not about their service, somebody else decides.

The answer stays as it is.  What was said stands in ``contests`` alone; the journal keeps that it
was contested, and how that was decided.
"""

import hashlib
import hmac
import secrets
import sqlite3
from collections.abc import Callable

from server.asking import Remembered, Request, recall_answer, remember_answer
from server.contest_rules import CONTEST, NONE, NotAllowed, after
from server.errors import Malformed, Refused, Unknown
from server.events import RatingContested, RatingJudged
from server.hours import stamp
from server.ledger import Ledger
from server.office import Office
from server.store import Store

KEY = "rating_refs"
"""The secret of ``keys`` under which refs are made."""
REF_LENGTH = 16

Screen = Callable[[sqlite3.Connection, str], str]
"""What of a person's words may be kept; names and numbers of citizens may not."""


class Contests:
    """The contests of one office."""

    def __init__(self, store: Store, ledger: Ledger, office: Office, screen: Screen) -> None:
        self._store = store
        self._ledger = ledger
        self._office = office
        self._screen = screen
        self._key = store.change(_kept_key)

    def ref(self, id: str) -> str:
        """What the rating *id* is called before clerks: it says neither whose nor when."""
        return ref_of(id, self._key)

    def contest(self, ref: str, reason: str, request: Request) -> None:
        """The clerk who asks contests their own answer *ref* of a day that is over.

        :raises Unknown: ``no_such_answer``. :raises Refused: ``already_contested``.
        :raises Malformed: ``why_needed``, ``key_reused``.
        """
        clerk, said = request.asker.name, _said(reason)

        def change(tx: sqlite3.Connection) -> None:
            recall_answer(tx, request, None)
            rating = self._own(tx, clerk, ref)
            _move(_state(tx, ref), CONTEST)
            at = stamp(self._office.now())
            tx.execute(
                "INSERT INTO contests (ref, rating, clerk, reason, contested_at, state) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                (ref, rating, clerk, self._screen(tx, said), at, after(NONE, CONTEST)),
            )
            self._ledger.note(tx, at, RatingContested(ref=ref, by=clerk))
            remember_answer(tx, request, None, at)

        self._once(change)

    def judge(self, ref: str, verdict: str, note: str, request: Request) -> None:
        """Somebody else than the clerk decides, once: *verdict* is ``upheld`` or ``rejected``.

        :raises Unknown: ``no_such_answer``. :raises Malformed: ``key_reused``.
        :raises Refused: ``own_contest``, ``already_judged``.
        """
        by = request.asker.name

        def change(tx: sqlite3.Connection) -> None:
            recall_answer(tx, request, None)
            row = tx.execute("SELECT clerk, state FROM contests WHERE ref = ?", (ref,)).fetchone()
            if row is None:
                raise Unknown("no_such_answer")
            if row["clerk"] == by:
                raise Refused("own_contest")
            state, at = _move(row["state"], verdict), stamp(self._office.now())
            tx.execute(
                "UPDATE contests SET state = ?, judged_by = ?, judged_at = ?, note = ? "
                "WHERE ref = ?",
                (state, by, at, self._screen(tx, note.strip()), ref),
            )
            self._ledger.note(tx, at, RatingJudged(ref=ref, verdict=state, by=by))
            remember_answer(tx, request, None, at)

        self._once(change)

    def _own(self, tx: sqlite3.Connection, clerk: str, ref: str) -> str:
        """The id of the clerk's rating *ref*; of today's they are told tomorrow."""
        rows = tx.execute(
            "SELECT id FROM ratings WHERE clerk = ? AND business_day < ?",
            (clerk, self._office.today()),
        )
        for row in rows:
            if hmac.compare_digest(self.ref(row["id"]).encode(), ref.encode()):
                return str(row["id"])
        raise Unknown("no_such_answer")

    def _once(self, change: Callable[[sqlite3.Connection], None]) -> None:
        try:
            self._store.change(change)
        except Remembered:
            return


def ref_of(id: str, key: str) -> str:
    """Sixteen hex digits for the rating *id* under the office's *key*."""
    digest = hmac.new(bytes.fromhex(key), f"rating {id}".encode(), hashlib.sha256)
    return digest.hexdigest()[:REF_LENGTH]


def _kept_key(tx: sqlite3.Connection) -> str:
    """Made once an office."""
    tx.execute(
        "INSERT OR IGNORE INTO keys (name, value) VALUES (?, ?)", (KEY, secrets.token_hex(32))
    )
    return str(tx.execute("SELECT value FROM keys WHERE name = ?", (KEY,)).fetchone()[0])


def _state(tx: sqlite3.Connection, ref: str) -> str:
    row = tx.execute("SELECT state FROM contests WHERE ref = ?", (ref,)).fetchone()
    return NONE if row is None else str(row["state"])


def _move(state: str, act: str) -> str:
    try:
        return after(state, act)
    except NotAllowed as why:
        raise Refused(str(why)) from None


def _said(reason: str) -> str:
    said = reason.strip()
    if not said:
        raise Malformed("why_needed")
    return said
