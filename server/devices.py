"""The roll of devices: printers, boards and tablets, how each is, and how a tablet is paired."""

import sqlite3
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from server import seals
from server.accounts import token_hash
from server.asking import Remembered, Request, recall_answer, remember_answer
from server.errors import Malformed, Refused, Unknown
from server.events import TabletPaired, TabletUnpaired
from server.hours import stamp
from server.ledger import Ledger
from server.office import Office
from server.pairing import PairingFailed, WrongCode
from server.pairing import TooManyTries as TooManyCodes
from server.store import Store
from server.throttle import Limit, TooManyTries

SUSPECT_S = 15.0
"""A tablet reports every 5 s; three reports missed and it is suspected."""
AWAY_S = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """One line of the roll.

    *state*: for tablets ``here``, ``suspect``, ``away``, ``asking`` (heard, wants pairing) or
    ``unpaired`` (heard, does not ask); for printers and boards their own words; *why* is one
    sentence when something is wrong.  A board was last seen when it last answered, and
    *painted_at* is when a frame to it last went well; *errors* and *collisions* are its frames that
    were not acknowledged or were spoiled by another sender.
    """

    id: str
    kind: str
    name: str
    state: str
    last_seen_at: str | None = None
    counter: str | None = None
    shows: str | None = None
    queued: int | None = None
    why: str = ""
    painted_at: str | None = None
    errors: int | None = None
    collisions: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """What a device made of software looks like: *draw* gives PNG bytes, ``None`` if nothing yet.

    *kind* is printer, tablet (at a *counter*) or kiosk.
    """

    kind: str
    counter: str | None
    draw: Callable[[], bytes | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A tablet that announces itself on the network, as the beacon gives it."""

    id: str
    kind: str
    name: str
    address: str
    port: int
    is_asking: bool
    heard_s_ago: float
    is_browser: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a paired tablet last said of itself."""

    at: float
    screen: str
    version: str
    waiting_ratings: int


class Pair(Protocol):
    """The handshake with a tablet; *keep* is given the token before the tablet may use it."""

    def __call__(
        self, heard: Heard, code: str, counter: str | None, keep: Callable[[str], None]
    ) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the roll is told by the world outside."""

    heard: Callable[[], list[Heard]]
    machines: Callable[[], list[Device]]
    pair: Pair
    monotonic: Callable[[], float]


class Devices:
    """The roll of one office."""

    def __init__(self, store: Store, ledger: Ledger, office: Office, around: Surroundings) -> None:
        self._store = store
        self._ledger = ledger
        self._office = office
        self._around = around
        self._reports: dict[str, Report] = {}
        self._pairing = threading.Lock()
        self._wrong_codes = Limit(around.monotonic)

    def roll(self) -> list[Device]:
        """Everything: printers and boards, paired tablets, and tablets only heard."""
        paired = self._paired()
        # A paired tablet that asks and does not report is not paired: its pairing broke off.
        heard = {
            each.id: each
            for each in self._around.heard()
            if each.id not in paired or (each.is_asking and self._presence(each.id) == "away")
        }
        return [
            *self._around.machines(),
            *(self._paired_device(row) for name, row in paired.items() if name not in heard),
            *(self._heard_device(each) for each in heard.values()),
        ]

    def report(self, tablet: str, screen: str, version: str, waiting_ratings: int) -> None:
        """A paired tablet says it is here."""
        at = self._around.monotonic()
        self._reports[tablet] = Report(
            at=at, screen=screen, version=version, waiting_ratings=waiting_ratings
        )

    def pair(self, tablet: str, code: str, counter: str | None, request: Request) -> Device:
        """Pair the tablet that shows *code*; a rating tablet belongs to a counter.

        :raises Unknown: ``no_such_device``, ``no_such_counter``.
        :raises Refused: ``not_asking``. :raises Malformed: ``counter_needed``.
        :raises PairingFailed: as :mod:`server.pairing` says.
        """
        with suppress(Remembered):  # done before: what is left is to say how the tablet is
            with self._store.reading() as connection:
                recall_answer(connection, request)
            self._pair(tablet, code, counter, request)
        found = self._paired().get(tablet)
        if found is None:
            raise Unknown("no_such_device")
        return self._paired_device(found)

    def _pair(self, tablet: str, code: str, counter: str | None, request: Request) -> None:
        heard = next((each for each in self._around.heard() if each.id == tablet), None)
        if heard is None:
            raise Unknown("no_such_device") if tablet not in self._paired() else _not_asking()
        if not heard.is_asking:
            raise _not_asking()
        if heard.kind == "rate" and counter is None:
            raise Malformed("counter_needed")
        if counter is not None:
            self._check_counter(counter)
        event = TabletPaired(
            tablet=heard.id, kind=heard.kind, counter=counter, by=request.asker.name
        )

        def done(tx: sqlite3.Connection) -> None:
            self._ledger.note(tx, self._stamp(), event)
            remember_answer(tx, request, None, self._stamp())

        with self._pairing:
            self._shake_hands(heard, code, counter)
            self._store.change(done)

    def unpair(self, tablet: str, request: Request) -> None:
        """Forget a tablet: its seal is worth nothing from now on.

        :raises Unknown: ``no_such_device``.
        """

        event = TabletUnpaired(tablet=tablet, by=request.asker.name)

        def change(tx: sqlite3.Connection) -> None:
            recall_answer(tx, request)
            if not _forget(tx, tablet, self._stamp()):
                raise Unknown("no_such_device")
            self._ledger.note(tx, self._stamp(), event)
            remember_answer(tx, request, None, self._stamp())

        with suppress(Remembered):
            self._store.change(change)
            self._reports.pop(tablet, None)

    def pin(self, tablet: str) -> str:
        """The six digits that open the staff page of a paired tablet.

        :raises Unknown: ``no_such_device``.
        """
        row = self._paired().get(tablet)
        if row is None:
            raise Unknown("no_such_device")
        return seals.staff_pin(bytes.fromhex(row["token_hash"]))

    def _shake_hands(self, heard: Heard, code: str, counter: str | None) -> None:
        """Agree on a token, and keep it before the tablet may use it; a failed one is forgotten."""
        kept: list[str] = []

        def keep(token: str) -> None:
            self._store.change(lambda tx: self._keep(tx, heard, counter, token))
            kept.append(token_hash(token))

        try:
            self._wrong_codes.check(heard.id)
            self._around.pair(heard, code, counter, keep)
        except TooManyTries:
            raise TooManyCodes from None
        except PairingFailed as error:
            if isinstance(error, WrongCode):
                self._wrong_codes.count(heard.id)
            if kept:
                self._store.change(lambda tx: _forget(tx, heard.id, self._stamp()))
            raise
        self.report(heard.id, "", "", 0)

    def _keep(self, tx: sqlite3.Connection, heard: Heard, counter: str | None, token: str) -> None:
        at = self._stamp()
        _forget(tx, heard.id, at)
        tx.execute(
            "INSERT INTO tablets (id, kind, name, counter, token_hash, paired_at, is_browser) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*(heard.id, heard.kind, heard.name, counter, token_hash(token), at), heard.is_browser),
        )

    def _check_counter(self, counter: str) -> None:
        with self._store.reading() as connection:
            if counter not in self._office.plan(connection).counters:
                raise Unknown("no_such_counter", counter=counter)

    def _paired(self) -> Mapping[str, sqlite3.Row]:
        with self._store.reading() as connection:
            rows = connection.execute("SELECT * FROM tablets ORDER BY counter, id").fetchall()
        return {row["id"]: row for row in rows}

    def _paired_device(self, row: sqlite3.Row) -> Device:
        report = self._reports.get(row["id"])
        age_s = self._age_s(row["id"])
        return Device(
            id=row["id"],
            kind="tablet",
            name=row["name"],
            state=presence(age_s),
            last_seen_at=None if age_s is None else self._ago(age_s),
            counter=row["counter"],
            shows=None if report is None else report.screen,
            queued=None if report is None else report.waiting_ratings,
        )

    def _age_s(self, tablet: str) -> float | None:
        report = self._reports.get(tablet)
        return None if report is None else self._around.monotonic() - report.at

    def _presence(self, tablet: str) -> str:
        return presence(self._age_s(tablet))

    def _heard_device(self, heard: Heard) -> Device:
        return Device(
            id=heard.id,
            kind="tablet",
            name=heard.name,
            state="asking" if heard.is_asking else "unpaired",
            last_seen_at=self._ago(heard.heard_s_ago),
        )

    def _stamp(self) -> str:
        return stamp(self._office.now())

    def _ago(self, age_s: float) -> str:
        return stamp(self._office.now() - timedelta(seconds=age_s))


def presence(age_s: float | None) -> str:
    """How a tablet is, by the seconds since its last report."""
    if age_s is None or age_s >= AWAY_S:
        return "away"
    return "suspect" if age_s >= SUSPECT_S else "here"


def _forget(tx: sqlite3.Connection, tablet: str, at: str) -> bool:
    """Forget a tablet, but for the key by which it is told so; false when there is none."""
    row = tx.execute("SELECT token_hash FROM tablets WHERE id = ?", (tablet,)).fetchone()
    if row is None:
        return False
    tx.execute("DELETE FROM tablets WHERE id = ?", (tablet,))
    tx.execute(
        "INSERT OR REPLACE INTO unpaired_tablets (id, token_hash, unpaired_at) VALUES (?, ?, ?)",
        (tablet, row["token_hash"], at),
    )
    return True


def _not_asking() -> Refused:
    return Refused("not_asking")
