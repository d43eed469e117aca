"""How much of its roll each printer has used: counted from what was printed, kept over restarts."""

import sqlite3
from collections.abc import Callable
from datetime import datetime

from server.asking import Remembered, Request, recall_answer, remember_answer
from server.errors import Unknown
from server.events import RollChanged
from server.hours import stamp
from server.ledger import Ledger
from server.printers import Printers
from server.store import Store

NOTICED = "printer"
"""Who said that there is a new roll, when the printer's own sensor did."""


class Rolls:
    """The rolls of one office; *now* gives its clock."""

    def __init__(
        self, store: Store, ledger: Ledger, printers: Printers, now: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._ledger = ledger
        self._printers = printers
        self._now = now
        self._are_out: set[str] = set()

    def changed(self, printer: str, request: Request) -> None:
        """Somebody has put in a new roll. :raises Unknown: ``no_such_printer``."""
        if printer not in self._printers.all():
            raise Unknown("no_such_printer", key=printer)

        def change(tx: sqlite3.Connection) -> None:
            recall_answer(tx, request)
            at = stamp(self._now())
            self._begin(tx, at, printer, request.asker.name)
            remember_answer(tx, request, None, at)

        try:
            self._store.change(change)
        except Remembered:
            return

    def watch(self, _: datetime) -> None:
        """Notice new rolls: paper that was out is in again.

        Near its end a sensor wavers, so only an empty printer that has paper again counts.
        """
        for printer in self._printers.all():
            sensor = self._printers.sensor(printer)
            if sensor == "out":
                self._are_out.add(printer)
            elif sensor == "plenty" and printer in self._are_out:
                at = stamp(self._now())
                self._store.change(lambda tx, p=printer, a=at: self._begin(tx, a, p, NOTICED))  # type: ignore[misc]
                self._are_out.discard(printer)

    def _begin(self, tx: sqlite3.Connection, at: str, printer: str, by: str) -> None:
        used = tx.execute("SELECT used_mm FROM rolls WHERE printer = ?", (printer,)).fetchone()
        tx.execute(
            "INSERT INTO rolls (printer, used_mm, since) VALUES (?, 0, ?) "
            "ON CONFLICT DO UPDATE SET used_mm = 0, since = excluded.since",
            (printer, at),
        )
        event = RollChanged(printer=printer, used_mm=used[0] if used else 0, by=by)
        self._ledger.note(tx, at, event)


def use(tx: sqlite3.Connection, printer: str, length_mm: int) -> None:
    """Count what a slip took, inside the change that says it is printed."""
    if length_mm:
        tx.execute(
            "INSERT INTO rolls (printer, used_mm) VALUES (?, ?) "
            "ON CONFLICT DO UPDATE SET used_mm = used_mm + excluded.used_mm",
            (printer, length_mm),
        )
