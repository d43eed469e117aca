"""What becomes of the slips, told by the printers: a ticket is not on paper until one says so."""

import sqlite3
import threading
from collections import deque
from collections.abc import Callable
from datetime import datetime
from functools import partial

from server.errors import StoreFailed
from server.events import SlipFailed, SlipPrinted, SlipPrinting, TicketEvent
from server.hours import stamp
from server.ledger import Ledger, ticket_row
from server.store import Store


class Paper:
    """Writes down what a printer reports; *now* gives the office's clock."""

    def __init__(self, store: Store, ledger: Ledger, now: Callable[[], datetime]) -> None:
        self._store = store
        self._ledger = ledger
        self.now = now
        self._owed: deque[Callable[[], None]] = deque()
        self._owing = threading.Lock()

    def printing(self, ticket: int, printer: str) -> None:
        """The printer has begun with this ticket's slip. :raises Unknown: ``no_such_ticket``."""
        self._note(
            ticket, lambda row: SlipPrinting(ticket=ticket, label=row["label"], printer=printer)
        )

    def printed(self, ticket: int, printer: str, reason: str = "") -> None:
        """The slip is out; *reason* is ``unconfirmed`` when the printer cannot say so."""
        self._note(
            ticket,
            lambda row: SlipPrinted(
                ticket=ticket, label=row["label"], printer=printer, reason=reason
            ),
        )

    def failed(self, ticket: int, printer: str, reason: str) -> None:
        """No slip came out, and why."""
        self._note(
            ticket,
            lambda row: SlipFailed(
                ticket=ticket, label=row["label"], printer=printer, reason=reason
            ),
        )

    def report_of(self, printer: str) -> Callable[[str, str, str], None]:
        """What the spool of *printer* calls with (job id, state, reason).

        What cannot be written now is owed: a slip that is out must not count as not printed
        because the disk was full at that moment.  An ``unknown`` end is written as failed: its
        reason says that nobody knows.  Jobs that are no ticket's are not written down.
        """

        def report(id: str, state: str, reason: str) -> None:
            kind, _, number = id.partition(":")
            if kind == "ticket":
                self._owed.append(partial(self._write, int(number), printer, state, reason))
            self.catch_up()

        return report

    def _write(self, ticket: int, printer: str, state: str, reason: str) -> None:
        match state:
            case "printing":
                self.printing(ticket, printer)
            case "printed":
                self.printed(ticket, printer, reason)
            case _:
                self.failed(ticket, printer, reason)

    def catch_up(self) -> None:
        """Write down what is owed, in order, as far as the disk takes it."""
        with self._owing:
            while self._owed:
                write = self._owed.popleft()
                try:
                    write()
                except StoreFailed:
                    self._owed.appendleft(write)
                    return

    def _note(self, ticket: int, event: Callable[[sqlite3.Row], TicketEvent]) -> None:
        def change(tx: sqlite3.Connection) -> None:
            row = ticket_row(tx, ticket)
            self._ledger.happen(tx, stamp(self.now()), row, event(row))

        self._store.change(change)
