"""Another slip for a ticket: somebody decides it, a rule allows it, *IN LẠI* stands on it."""

import sqlite3
from json import loads

from server import slips
from server.asking import Request
from server.errors import Refused
from server.events import SlipAskedAgain
from server.ledger import ticket_row
from server.office import Office, given
from server.printers import Printers
from server.shapes import Ticket


class Reprints:
    """The verb; it answers after its commit, and the slip follower prints."""

    def __init__(self, office: Office, printers: Printers) -> None:
        self._office = office
        self._printers = printers

    def ask(self, ticket: int, request: Request) -> Ticket:
        """One more slip, at the printer of the last one or at who stands in for it now.

        :raises Unknown: ``no_such_ticket``.
        :raises Refused: ``no_slip``, ``visit_ended``, ``slip_under_way``, ``slip_held``,
            ``copies_used_up``, ``no_printer_ready``.
        """

        def change(tx: sqlite3.Connection, at: str) -> Ticket:
            row = ticket_row(tx, ticket)
            self._check(tx, row)
            printer = self._printers.ready_one(row["printer"])
            if printer is None:
                place = self._printers.place(row["printer"])
                raise Refused("no_printer_ready", label=row["label"], place=place)
            event = SlipAskedAgain(
                ticket=row["id"],
                label=row["label"],
                printer=printer,
                place=self._printers.place(printer),
                copy=row["slip_copies"] + 1,
                by=request.asker.name,
            )
            return self._office.ledger.happen(tx, at, row, event)

        return given(self._office.once(request, change))

    def _check(self, tx: sqlite3.Connection, row: sqlite3.Row) -> None:
        most = self._office.plan(tx).rules.reprints
        had = [row["printer"], *loads(row["slip_tried"])]
        code = slips.refusal_of_another(
            row["slip_state"],
            row["state"],
            row["slip_copies"],
            most,
            is_held=self._printers.holds(had, slips.job(row["id"], row["slip_copies"])),
        )
        if code is not None:
            place = self._printers.place(row["printer"] or "")
            raise Refused(code, label=row["label"], place=place, n=most, state=row["state"])
