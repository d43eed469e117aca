"""Result-date slips: asked for at a counter, printed, and then forgotten but for their end."""

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from server.asking import Remembered, Request, recall_answer, remember_answer
from server.config import PrinterTable
from server.dossier import dossier_code
from server.errors import Malformed, Unknown
from server.events import Event, ResultSlipAsked, ResultSlipFailed, ResultSlipPrinted
from server.hours import instant, stamp
from server.ledger import Ledger
from server.shapes import ResultSlip
from server.store import Store

FARTHEST = timedelta(days=730)
SETTLED = ("printed", "failed")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewResult:
    """What is asked for; *due_at* is when the result is ready."""

    dossier: str
    due_at: datetime
    place: str = ""
    language: str = "vi"
    copies: int = 1


class Results:
    """The result slips of one office; *printers* are those of ``office.toml``."""

    def __init__(
        self,
        store: Store,
        ledger: Ledger,
        now: Callable[[], datetime],
        printers: Mapping[str, PrinterTable],
    ) -> None:
        self._store = store
        self._ledger = ledger
        self.now = now
        self._printers = printers

    def ask(self, new: NewResult, counter: str, request: Request) -> ResultSlip:
        """Have a slip printed for *counter*.

        :raises Malformed: ``bad_dossier``, ``bad_due``, ``key_reused``.
        """
        try:
            dossier = dossier_code(new.dossier)
        except ValueError:
            raise Malformed("bad_dossier") from None
        if not timedelta(0) <= new.due_at - self.now() <= FARTHEST:
            raise Malformed("bad_due")
        printer = printer_of(counter, self._printers)

        def change(tx: sqlite3.Connection) -> int:
            recall_answer(tx, request, int)
            at = stamp(self.now())
            slip = tx.execute(
                "INSERT INTO result_slips (counter, printer, language, copies, dossier, due_at, "
                "place, asked_at, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'queued')",
                (
                    *(counter, printer, new.language, new.copies),
                    *(dossier, stamp(new.due_at), new.place, at),
                ),
            ).lastrowid
            assert slip is not None
            event = ResultSlipAsked(slip=slip, counter=counter, printer=printer)
            self._ledger.note(tx, at, event)
            remember_answer(tx, request, slip, at)
            return slip

        try:
            return self.show(self._store.change(change))
        except Remembered as before:
            return self.show(before.answer)

    def show(self, slip: int) -> ResultSlip:
        """How the slip is; what stood on it is not told. :raises Unknown: ``no_such_slip``."""
        row = self._store.row("SELECT * FROM result_slips WHERE id = ?", slip)
        if row is None:
            raise Unknown("no_such_slip")
        return ResultSlip(
            id=row["id"],
            counter=row["counter"],
            state=row["state"],
            reason=row["reason"],
            asked_at=row["asked_at"],
        )

    def unsettled(self) -> list[sqlite3.Row]:
        """Those of which nobody knows the end, the oldest first."""
        with self._store.reading() as connection:
            return connection.execute(
                "SELECT * FROM result_slips WHERE state IN ('queued', 'printing') ORDER BY id"
            ).fetchall()

    def is_older_than(self, row: sqlite3.Row, age: timedelta) -> bool:
        """Whether it was asked for so long ago."""
        return self.now() - instant(row["asked_at"]) > age

    def settle(self, slip: int, state: str, reason: str) -> None:
        """What a printer says of it; one that is out stays so, and what it said is forgotten."""

        def change(tx: sqlite3.Connection) -> None:
            row = tx.execute("SELECT * FROM result_slips WHERE id = ?", (slip,)).fetchone()
            if row is None or row["state"] in ("printed", state):
                return
            if state not in SETTLED:
                if row["state"] == "queued":
                    tx.execute("UPDATE result_slips SET state = ? WHERE id = ?", (state, slip))
                return
            tx.execute(
                "UPDATE result_slips SET state = ?, reason = ?, dossier = NULL, due_at = NULL, "
                "place = NULL WHERE id = ?",
                (state, reason, slip),
            )
            self._ledger.note(tx, stamp(self.now()), _ended(row, state, reason))

        self._store.change(change)

    def report(self, job: str, state: str, reason: str) -> None:
        """What a spool says of a job ``result:5``; a job of another kind is not ours."""
        kind, _, number = job.partition(":")
        if kind == "result":
            self.settle(int(number), state if state in ("printing", *SETTLED) else "failed", reason)


def _ended(row: sqlite3.Row, state: str, reason: str) -> Event:
    kind = ResultSlipPrinted if state == "printed" else ResultSlipFailed
    return kind(slip=row["id"], counter=row["counter"], printer=row["printer"], reason=reason)


def printer_of(counter: str, printers: Mapping[str, PrinterTable]) -> str | None:
    """The printer that names this counter, else the office's first, else none."""
    named = (name for name, table in printers.items() if counter in table.counters)
    return next(named, next(iter(printers), None))
