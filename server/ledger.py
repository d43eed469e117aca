"""The steps that changes are made of, inside a transaction: take a number, let an event happen.

A ticket's row and its line in the journal are always written together, here and nowhere else.
"""

import secrets
import sqlite3
from dataclasses import dataclass

from server import tickets, turn
from server.errors import Refused, Unknown
from server.events import Event, Finished, Issued, TicketEvent
from server.journal import Journal
from server.labels import label
from server.queries import ticket_from
from server.rows import columns_after
from server.shapes import Ticket

SECRET_BYTES = 12
"""96 random bits open a ticket's page on a phone; 16 characters keep the QR small."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTicket:
    """What a citizen asks for; *printer* is where the slip comes out, ``None`` for no paper."""

    service: str
    priority: str | None = None
    is_assisted: bool = False
    language: str = "vi"
    printer: str | None = None


class Ledger:
    """Writes tickets and their journal entries as one."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def issue(self, tx: sqlite3.Connection, at: str, day: str, new: NewTicket) -> Ticket:
        """A new waiting ticket with the next number of its service on *day*.

        :raises Unknown: ``no_such_service``.
        """
        if tx.execute("SELECT 1 FROM services WHERE code = ?", (new.service,)).fetchone() is None:
            raise Unknown("no_such_service", service=new.service)
        number = _next_number(tx, new.service, day)
        columns = {
            "secret": secrets.token_urlsafe(SECRET_BYTES),
            "service": new.service,
            "business_day": day,
            "number": number,
            "label": label(new.service, number),
            "state": tickets.apply(tickets.UNBORN, Issued),
            "priority": new.priority,
            "is_assisted": new.is_assisted,
            "language": new.language,
            "issued_at": at,
            "slip_state": "queued" if new.printer else "none",
        }
        cursor = tx.execute(
            f"INSERT INTO tickets ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
            tuple(columns.values()),
        )
        row = ticket_row(tx, cursor.lastrowid or 0)
        self.note(tx, at, _issued(row, new))
        return ticket_from(tx, row)

    def happen(
        self, tx: sqlite3.Connection, at: str, row: sqlite3.Row, event: TicketEvent
    ) -> Ticket:
        """Let *event* happen to the ticket of *row*: state, columns and journal, together.

        :raises Refused: ``wrong_state``.
        """
        try:
            state = tickets.apply(row["state"], type(event))
        except tickets.NotAllowed as error:
            raise Refused("wrong_state", label=row["label"], state=row["state"]) from error
        columns = {"state": state, **columns_after(event, at)}
        assignments = ", ".join(f"{name} = ?" for name in columns)
        tx.execute(f"UPDATE tickets SET {assignments} WHERE id = ?", (*columns.values(), row["id"]))
        self.note(tx, at, event)
        return ticket_from(tx, ticket_row(tx, row["id"]))

    def note(self, tx: sqlite3.Connection, at: str, event: Event) -> None:
        """Write *event* into the journal alone: for what happens to no ticket."""
        self._journal.append(tx, at, event)


def ticket_row(tx: sqlite3.Connection, ticket: int) -> sqlite3.Row:
    row: sqlite3.Row | None = tx.execute("SELECT * FROM tickets WHERE id = ?", (ticket,)).fetchone()
    if row is None:
        raise Unknown("no_such_ticket", ticket=ticket)
    return row


def counter_row(tx: sqlite3.Connection, counter: str) -> sqlite3.Row:
    row: sqlite3.Row | None = tx.execute(
        "SELECT * FROM counters WHERE number = ?", (counter,)
    ).fetchone()
    if row is None:
        raise Unknown("no_such_counter", counter=counter)
    return row


def _next_number(tx: sqlite3.Connection, service: str, day: str) -> int:
    row = tx.execute(
        "INSERT INTO numbers (service, business_day, last) VALUES (?, ?, 1) "
        "ON CONFLICT (service, business_day) DO UPDATE SET last = last + 1 RETURNING last",
        (service, day),
    ).fetchone()
    return int(row["last"])


def heads(tx: sqlite3.Connection, counter: str, day: str) -> list[turn.Candidate]:
    """The first ordinary and the first priority ticket of each service that *counter* serves."""
    rows = tx.execute(
        "SELECT min(t.id) AS ticket, t.priority IS NOT NULL AS is_priority "
        "FROM counter_services s CROSS JOIN tickets t "
        "ON t.business_day = ? AND t.service = s.service AND t.state = 'waiting' "
        "WHERE s.counter = ? GROUP BY t.service, t.priority IS NOT NULL",
        (day, counter),
    )
    return [turn.Candidate(row["ticket"], bool(row["is_priority"])) for row in rows]


def finished(row: sqlite3.Row, counter: str) -> Finished:
    return Finished(ticket=row["id"], label=row["label"], counter=counter, clerk=row["clerk"])


def _issued(row: sqlite3.Row, new: NewTicket) -> Issued:
    return Issued(
        ticket=row["id"],
        label=row["label"],
        service=row["service"],
        business_day=row["business_day"],
        number=row["number"],
        is_priority=new.priority is not None,
        is_assisted=new.is_assisted,
        language=new.language,
        printer=new.printer,
    )
