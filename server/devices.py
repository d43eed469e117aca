"""The roll of devices: printers, boards and tablets, how each is, and how a tablet is paired."""

import sqlite3
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol

from server import seals
from server.accounts import token_hash
from server.asking import Remembered, Request, recall_answer, remember_answer
from server.clock import Now, machine_now
from server.errors import Malformed, Refused, Unknown
from server.events import TabletPaired, TabletUnpaired
from server.hours import stamp
from server.ledger import Ledger
from server.office import Office
from server.pairing import PairingFailed, WrongCode
from server.pairing import TooManyTries as TooManyCodes
from server.roll_call import NOBODY, Desk, Report, alerts, presence
from server.spots import Spot
from server.store import Store
from server.throttle import Limit, TooManyTries


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """One line of the roll.

    *state*: for tablets ``here``, ``suspect``, ``away``, ``asking`` (heard, wants pairing) or
    ``unpaired`` (heard, does not ask); for printers and boards their own words; *why* is one
    sentence when something is wrong.  A board was last seen when it last answered, and
    *painted_at* is when a frame to it last went well; *errors* and *collisions* are its frames that
    were not acknowledged or were spoiled by another sender.  *address* is where a tablet that is
    not paired was heard, as its own screen shows it.

    Of tablets: *battery* in percent, *clock_off_s* how far its clock is ahead of ours, *clerk* who
    sits at its counter, *alerts* as :func:`server.roll_call.alerts` names them.
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
    address: str | None = None
    version: str = ""
    battery: int | None = None
    is_charging: bool | None = None
    clock_off_s: int | None = None
    clerk: str = ""
    alerts: list[str] = field(default_factory=list)


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


class Pair(Protocol):
    """The handshake with a tablet; *keep* is given the token before the tablet may use it."""

    def __call__(
        self, heard: Heard, code: str, counter: str | None, keep: Callable[[str], None]
    ) -> None: ...


def _nobody_there(address: str, by: str) -> Heard:
    raise Unknown("no_tablet_there")


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the roll is told by the world outside; *hear* asks for a tablet at an address."""

    heard: Callable[[], list[Heard]]
    machines: Callable[[], list[Device]]
    pair: Pair
    monotonic: Callable[[], float]
    clock: Now = machine_now
    """This machine's own, which the office's need not be: a rehearsal runs faster."""
    version: str = ""
    hear: Callable[[str, str], Heard] = _nobody_there


class Devices:
    """The roll of one office."""

    def __init__(self, store: Store, ledger: Ledger, office: Office, around: Surroundings) -> None:
        self._store = store
        self._ledger = ledger
        self._office = office
        self._around = around
        self._reports: dict[str, tuple[float, Report]] = {}
        self._pairing = threading.Lock()
        self._wrong_codes = Limit(around.monotonic)

    def roll(self) -> list[Device]:
        """Everything: printers and boards, paired tablets, and tablets only heard."""
        paired = self._paired()
        desks = self._desks()
        # A paired tablet that asks and does not report is not paired: its pairing broke off.
        heard = {
            each.id: each
            for each in self._around.heard()
            if each.id not in paired or (each.is_asking and self._presence(each.id) == "away")
        }
        return [
            *self._around.machines(),
            *(
                self._paired_device(row, desks.get(row["counter"], NOBODY))
                for name, row in paired.items()
                if name not in heard
            ),
            *(self._heard_device(each) for each in heard.values()),
        ]

    def report(self, tablet: str, report: Report, clock: datetime | None = None) -> None:
        """A paired tablet says it is here, and what its own *clock* says."""
        if clock is not None:
            off = clock - self._around.clock()
            report = replace(report, clock_off_s=round(off.total_seconds()))
        self._reports[tablet] = (self._around.monotonic(), report)

    def hear(self, address: str, by: str) -> Device:
        """The tablet at an address that *by* has typed; it is listed from now on.

        :raises Malformed: ``bad_address``, ``link_local_address``.
        :raises Refused: ``too_many_addresses``.
        :raises Unknown: ``no_tablet_there``. :raises PairingFailed: nothing answers there.
        """
        heard = self._around.hear(address, by)
        row = None if heard.is_asking else self._paired().get(heard.id)
        return self._heard_device(heard) if row is None else self._at_its_desk(row)

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
        return self._at_its_desk(found)

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
        self.report(heard.id, Report())

    def _keep(self, tx: sqlite3.Connection, heard: Heard, counter: str | None, token: str) -> None:
        at = self._stamp()
        _forget(tx, heard.id, at)
        tx.execute(
            "INSERT INTO tablets (id, kind, name, counter, token_hash, paired_at) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (heard.id, heard.kind, heard.name, counter, token_hash(token), at),
        )

    def _check_counter(self, counter: str) -> None:
        with self._store.reading() as connection:
            if counter not in self._office.plan(connection).counters:
                raise Unknown("no_such_counter", counter=counter)

    def _paired(self) -> Mapping[str, sqlite3.Row]:
        with self._store.reading() as connection:
            rows = connection.execute("SELECT * FROM tablets ORDER BY counter, id").fetchall()
        return {row["id"]: row for row in rows}

    def _desks(self) -> Mapping[str, Desk]:
        sql = (
            "SELECT number, state, coalesce(full_name, clerk, '') AS sits "
            "FROM counters LEFT JOIN people ON people.name = counters.clerk"
        )
        with self._store.reading() as connection:
            rows = connection.execute(sql).fetchall()
        return {row["number"]: Desk(state=row["state"], clerk=row["sits"]) for row in rows}

    def _at_its_desk(self, row: sqlite3.Row) -> Device:
        return self._paired_device(row, self._desks().get(row["counter"], NOBODY))

    def _paired_device(self, row: sqlite3.Row, desk: Desk) -> Device:
        at, report = self._reports.get(row["id"], (None, Report()))
        age_s = self._age_s(row["id"])
        is_known = at is not None
        return Device(
            id=row["id"],
            kind="tablet",
            name=row["name"],
            state=presence(age_s),
            last_seen_at=None if age_s is None else self._ago(age_s),
            counter=row["counter"],
            shows=report.screen if is_known else None,
            queued=report.waiting_ratings if is_known else None,
            version=report.version,
            battery=report.battery,
            is_charging=report.is_charging,
            clock_off_s=report.clock_off_s,
            clerk=desk.clerk,
            alerts=list(alerts(report if is_known else None, age_s, desk, self._around.version)),
        )

    def _age_s(self, tablet: str) -> float | None:
        known = self._reports.get(tablet)
        return None if known is None else self._around.monotonic() - known[0]

    def _presence(self, tablet: str) -> str:
        return presence(self._age_s(tablet))

    def _heard_device(self, heard: Heard) -> Device:
        return Device(
            id=heard.id,
            kind="tablet",
            name=heard.name,
            state="asking" if heard.is_asking else "unpaired",
            last_seen_at=self._ago(heard.heard_s_ago),
            address=str(Spot(heard.address, heard.port)),
        )

    def _stamp(self) -> str:
        return stamp(self._office.now())

    def _ago(self, age_s: float) -> str:
        return stamp(self._office.now() - timedelta(seconds=age_s))


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
