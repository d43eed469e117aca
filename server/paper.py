"""What becomes of the slips, told by the printers: a ticket is not on paper until one says so."""

import logging
import sqlite3
import threading
from collections import deque
from collections.abc import Callable
from datetime import datetime
from functools import partial
from json import loads

from server import rolls, slips
from server.errors import StoreFailed
from server.events import SlipFailed, SlipMoved, SlipPrinted, SlipPrinting, TicketEvent
from server.hours import stamp
from server.ledger import Ledger, ticket_row
from server.printers import Printers
from server.store import Store

Told = Callable[[sqlite3.Row], TicketEvent]
Report = Callable[[str, str, str], None]

_log = logging.getLogger(__name__)


class Paper:
    """Writes down what a printer reports; *now* gives the office's clock.

    What :mod:`server.slips` has no move for is not written: a report about an older copy, or from
    a printer that the slip has left.
    """

    def __init__(
        self, store: Store, ledger: Ledger, now: Callable[[], datetime], printers: Printers
    ) -> None:
        self._store = store
        self._ledger = ledger
        self.now = now
        self.printers = printers
        self._lengths_mm: dict[tuple[str, str], int] = {}
        self._owed: deque[Callable[[], None]] = deque()
        self._owing = threading.Lock()

    def printing(self, ticket: int, printer: str, copy: int = 0) -> None:
        """The printer has begun with this ticket's slip. :raises Unknown: ``no_such_ticket``."""
        self._note(
            ticket,
            printer,
            copy,
            lambda row: SlipPrinting(ticket=ticket, label=row["label"], printer=printer),
        )

    def printed(self, ticket: int, printer: str, reason: str = "", copy: int = 0) -> None:
        """The slip is out; *reason* is ``unconfirmed`` when the printer cannot say so."""
        length_mm = self._lengths_mm.pop((printer, slips.job(ticket, copy)), 0)
        self._note(
            ticket,
            printer,
            copy,
            lambda row: SlipPrinted(
                ticket=ticket,
                label=row["label"],
                printer=printer,
                reason=reason,
                length_mm=length_mm,
            ),
        )

    def failed(
        self, ticket: int, printer: str, reason: str, copy: int = 0, *, has_begun: bool = False
    ) -> None:
        """No slip came out, and why; one that had not begun goes to the printer's stand-in.

        :param has_begun: the printer says that a part may be on paper; one that was printing has.
        """

        def told(row: sqlite3.Row) -> TicketEvent:
            begun = has_begun or row["slip_state"] == slips.PRINTING
            moved = None if begun else self._moved(row, printer, reason)
            return moved or SlipFailed(
                ticket=ticket, label=row["label"], printer=printer, reason=reason, has_begun=begun
            )

        self._note(ticket, printer, copy, told)

    def send_on(self, ticket: int, printer: str, copy: int = 0) -> bool:
        """Send a slip that nobody has begun to the stand-in of *printer*, which is in trouble, if
        it is and somebody can stand in; false if it stays."""
        reason = self.printers.state(printer)
        if reason in slips.WELL or self.printers.stand_in(printer) is None:
            return False
        self.failed(ticket, printer, reason, copy)
        return True

    def expect(self, printer: str, job: str, length_mm: int) -> None:
        """*job* is on its way to *printer* and takes *length_mm* of its roll."""
        self._lengths_mm[printer, job] = length_mm

    def report_of(self, printer: str) -> Report:
        """What the spool of *printer* calls with (job, state, reason).

        What cannot be written now is owed: a slip that is out must not count as not printed
        because the disk was full at that moment.  Jobs that are no ticket's are not written down.
        """

        def report(id: str, state: str, reason: str) -> None:
            named = slips.read_job(id)
            if named is not None:
                self._owed.append(partial(self._write, *named, printer, state, reason))
            self.catch_up()

        return report

    def _write(self, ticket: int, copy: int, printer: str, state: str, reason: str) -> None:
        match state:
            case "printing":
                self.printing(ticket, printer, copy)
            case "printed":
                self.printed(ticket, printer, reason, copy)
            case _:
                self.failed(ticket, printer, reason, copy, has_begun=state == slips.UNKNOWN)

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

    def _moved(self, row: sqlite3.Row, printer: str, reason: str) -> SlipMoved | None:
        tried = [*loads(row["slip_tried"]), printer]
        if reason not in slips.HELPED_BY_ANOTHER:
            return None
        to = self.printers.stand_in(printer, tried)
        if to is None:
            return None
        return SlipMoved(
            ticket=row["id"],
            label=row["label"],
            printer=printer,
            to=to,
            place=self.printers.place(to),
            reason=reason,
            copy=row["slip_copies"],
            tried=tried,
        )

    def _note(self, ticket: int, printer: str, copy: int, told: Told) -> None:
        def change(tx: sqlite3.Connection) -> None:
            row = ticket_row(tx, ticket)
            event = told(row)
            is_its_own = (row["printer"], row["slip_copies"]) == (printer, copy)
            if not is_its_own or slips.after(row["slip_state"], event) is None:
                _log.info("%s is %s: %r changes nothing", row["label"], row["slip_state"], event)
                return
            self._ledger.happen(tx, stamp(self.now()), row, event)
            if isinstance(event, SlipPrinted):
                rolls.use(tx, printer, event.length_mm)

        self._store.change(change)
