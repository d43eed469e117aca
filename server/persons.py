"""How much one person holds of a day, without keeping who they are.

An identity number becomes a fingerprint with the salt of the *business day it is for*.  Number and
card stay in memory and go no further; salt and fingerprints are deleted when that day is over, and
nobody can make the fingerprint again (domain paper 4.4, 4.5, 6.2).
"""

import hashlib
import secrets
import sqlite3
import threading
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from server.asking import Request
from server.cards import number_on_card
from server.errors import Malformed, Refused
from server.ledger import NewTicket
from server.office import Office, service_of
from server.plan import Rules, Service
from server.shapes import Ticket
from server.store import Store
from server.throttle import TooManyTries

SALT_BYTES = 16
COST = 2**13
"""scrypt's N with r = 8: 20 ms and 8 MB.  Twelve digits can be tried one after another by whoever
has salt and fingerprint; at this price all of one province, sex and year are 5 hours of one core,
while the salt is kept, and never afterwards."""
AT_ONCE = 2
"""Numbers hashed at the same time: the other request threads stay with the queue."""
PATIENCE_S = 5.0
LENGTHS = (9, 12)
"""Digits of an old identity card (CMND) and of a citizen's card (CCCD, căn cước)."""
FARTHEST_DAYS = 366
"""No set-up lets anybody ask for a later day, and a day asked for has a salt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Somebody, as far as *business_day* goes."""

    business_day: str
    hash: bytes


def identity_number(text: str) -> str:
    """The number in *text*: typed, or read off a card as fields joined by ``|``.

    How a card is read is said in :mod:`server.cards`.

    :raises Malformed: ``bad_identity``, which does not repeat what was given.
    """
    digits = number_on_card(text) if "|" in text else text.replace(" ", "").replace(".", "")
    if not (len(digits) in LENGTHS and digits.isascii() and digits.isdigit()):
        raise Malformed("bad_identity")
    return digits


class Persons:
    """The claims of one office; safe from any thread."""

    def __init__(self, store: Store, office: Office) -> None:
        self._store = store
        self._office = office
        self._hashing = threading.BoundedSemaphore(AT_ONCE)

    def claim(self, identity: str, day: date) -> Claim:
        """Who *identity* is on *day*: 20 ms of one core, so never on the event loop.

        :raises Malformed: ``bad_identity``. :raises Refused: ``day_not_offered``.
        :raises TooManyTries: if too many ask at the same time.
        """
        number = identity_number(identity)
        today = date.fromisoformat(self._office.today())
        until = today + timedelta(days=FARTHEST_DAYS)
        if not today <= day <= until:
            raise Refused("day_not_offered", until=f"{until:%d/%m/%Y}")
        salt = self._salt(day.isoformat())
        if not self._hashing.acquire(timeout=PATIENCE_S):
            raise TooManyTries
        try:
            found = hashlib.scrypt(number.encode(), salt=salt, n=COST, r=8, p=1, dklen=32)
        finally:
            self._hashing.release()
        return Claim(business_day=day.isoformat(), hash=found)

    def check(self, tx: sqlite3.Connection, claim: Claim, service: Service, rules: Rules) -> None:
        """See inside *tx* that this person may hold one more; ``0`` is no limit.

        :raises Refused: ``person_service``, ``person_day``.
        """
        rows = tx.execute(
            "SELECT service FROM claims WHERE business_day = ? AND hash = ?",
            (claim.business_day, claim.hash),
        ).fetchall()
        of_service = sum(row["service"] == service.code for row in rows)
        if 0 < rules.person_service <= of_service:
            raise Refused("person_service", n=of_service, name=service.names)
        if 0 < rules.person_day <= len(rows):
            raise Refused("person_day", n=len(rows))

    def issue(self, new: NewTicket, claim: Claim | None, request: Request) -> Ticket:
        """A number for somebody who is here and has shown a card; *claim* is ``None`` where it was
        shown too long ago.

        :raises Refused: ``scan_over``, ``person_service``, ``person_day``, and as
            :meth:`Office.issue`, which says what else is raised.
        """

        def change(tx: sqlite3.Connection, at: str) -> Ticket:
            plan = self._office.plan(tx)
            if claim is None or claim.business_day != plan.day.isoformat():
                raise Refused("scan_over")
            service = service_of(plan, new.service)
            self.check(tx, claim, service, plan.rules)
            ticket = self._office.admit(tx, at, new)
            hold(tx, claim, service.code, ticket=ticket.id)
            return ticket

        return self._office.once(request, change)

    def forget(self, now: datetime) -> None:
        """Delete salts and claims of the days before *now*'s: a chore of every second."""
        today = now.astimezone(self._office.site.zone).date().isoformat()
        if self._store.row(_PAST, today, today) is not None:
            self._store.change(lambda tx: _forget(tx, today))

    def _salt(self, day: str) -> bytes:
        """The salt of *day*, made when it is first needed."""
        found = self._store.row("SELECT salt FROM salts WHERE business_day = ?", day)
        if found is not None:
            return bytes(found["salt"])
        return self._store.change(lambda tx: _made(tx, day))


def hold(
    tx: sqlite3.Connection,
    claim: Claim,
    service: str,
    *,
    ticket: int | None = None,
    appointment: int | None = None,
) -> None:
    """Write down that this person holds a *ticket* or an *appointment*; given back, it is deleted
    by the file's own triggers, whoever gave it back."""
    tx.execute(
        "INSERT INTO claims (business_day, hash, service, ticket, appointment) "
        "VALUES (?, ?, ?, ?, ?)",
        (claim.business_day, claim.hash, service, ticket, appointment),
    )


_PAST = (
    "SELECT 1 FROM salts WHERE business_day < ? "
    "UNION ALL SELECT 1 FROM claims WHERE business_day < ? LIMIT 1"
)


def _made(tx: sqlite3.Connection, day: str) -> bytes:
    tx.execute(
        "INSERT OR IGNORE INTO salts (business_day, salt) VALUES (?, ?)",
        (day, secrets.token_bytes(SALT_BYTES)),
    )
    row = tx.execute("SELECT salt FROM salts WHERE business_day = ?", (day,)).fetchone()
    return bytes(row["salt"])


def _forget(tx: sqlite3.Connection, today: str) -> None:
    before = tx.execute("PRAGMA secure_delete").fetchone()[0]
    tx.execute("PRAGMA secure_delete = ON")  # zeroes in the file, not only rows let go
    tx.execute("DELETE FROM claims WHERE business_day < ?", (today,))
    tx.execute("DELETE FROM salts WHERE business_day < ?", (today,))
    tx.execute(f"PRAGMA secure_delete = {before}")
