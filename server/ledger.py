"""The steps that changes are made of, inside a transaction: take a number, let an event happen.

A ticket's row and its line in the journal are always written together, here and nowhere else.
"""

import secrets
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from server import labels, tickets
from server.errors import Refused, Unknown
from server.events import Event, Issued, Stop, TicketEvent
from server.journal import Journal
from server.plan import Numbering
from server.queries import Row, ticket_from
from server.rows import FRESH, columns_after, columns_at_issue
from server.shapes import Ticket

SECRET_BYTES = 12
"""96 random bits open a ticket's page on a phone; 16 characters keep the QR small."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTicket:
    """What a citizen asks for; *printer* is where the slip comes out, ``None`` for no paper.

    *kiosk* is who gave it; *stops* are the services that follow in the same visit; *for_clerk*
    keeps the ticket for one person; *due_at* is the time of an appointment.
    """

    service: str
    priority: str | None = None
    is_assisted: bool = False
    language: str = "vi"
    printer: str | None = None
    kiosk: str | None = None
    stops: tuple[str, ...] = ()
    for_counter: str | None = None
    for_clerk: str | None = None
    due_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """On which day, in which session and from which row of numbers a ticket is taken."""

    business_day: date
    session: str
    numbering: Numbering


@dataclass(frozen=True, slots=True)
class Before:
    """A ticket's row as it was before a step, for whoever wants to take the step back."""

    event: str
    ticket: int
    restored: dict[str, str | int | None] = field(default_factory=dict)
    left: dict[str, str | int | None] = field(default_factory=dict)


class Ledger:
    """Writes tickets and their journal entries as one."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def issue(self, tx: sqlite3.Connection, at: str, new: NewTicket, taking: Taking) -> Ticket:
        """A new waiting ticket with the next number of its row.

        :raises Refused: ``numbers_used_up``.
        """
        issued = _issued(tx, new, taking)
        columns = {
            "secret": secrets.token_urlsafe(SECRET_BYTES),
            "state": tickets.apply(tickets.UNBORN, Issued),
            "priority": new.priority,
            **columns_at_issue(issued(ticket=0), at),
        }
        cursor = tx.execute(
            f"INSERT INTO tickets ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
            tuple(columns.values()),
        )
        ticket = cursor.lastrowid or 0
        self.note(tx, at, issued(ticket=ticket))
        row = {"id": ticket, **FRESH, **columns}
        is_last = new.due_at is None  # an appointment does not go to the end of the line
        return ticket_from(tx, row, ahead=waiting_in(tx, row) - 1 if is_last else None)

    def happen(self, tx: sqlite3.Connection, at: str, row: Row, event: TicketEvent) -> Ticket:
        """Let *event* happen to the ticket of *row*: state, columns and journal, together.

        :raises Refused: ``wrong_state``.
        """
        columns = {"state": _state_after(row, event), **columns_after(event, at, row)}
        assignments = ", ".join(f"{name} = ?" for name in columns)
        tx.execute(f"UPDATE tickets SET {assignments} WHERE id = ?", (*columns.values(), row["id"]))
        self.note(tx, at, event)
        return ticket_from(tx, {**dict(row), **columns})

    def note(self, tx: sqlite3.Connection, at: str, event: Event) -> None:
        """Write *event* into the journal alone: for what happens to no ticket."""
        self._journal.append(tx, at, event)


def before(row: Row, event: TicketEvent, at: str) -> Before:
    """What taking back *event*, which is about to happen to *row*, would restore."""
    left = columns_after(event, at, row)
    restored = {"state": row["state"], **{name: row[name] for name in left}}
    return Before(event.name, row["id"], restored, left)


def ticket_row(tx: sqlite3.Connection, ticket: int) -> sqlite3.Row:
    """:raises Unknown: ``no_such_ticket``."""
    row: sqlite3.Row | None = tx.execute("SELECT * FROM tickets WHERE id = ?", (ticket,)).fetchone()
    if row is None:
        raise Unknown("no_such_ticket", ticket=ticket)
    return row


def attended(tx: sqlite3.Connection, counter: str | None) -> str | None:
    """*counter*, if somebody is there: for whom else should a ticket be kept?"""
    state = "SELECT 1 FROM counters WHERE number = ? AND state = 'open'"
    return counter if tx.execute(state, (counter,)).fetchone() is not None else None


def waiting_in(tx: sqlite3.Connection, row: Row) -> int:
    """How many wait for the service of *row* on its day."""
    found = tx.execute(
        "SELECT coalesce(sum(waiting), 0) FROM lanes WHERE business_day = ? AND service = ?",
        (row["business_day"], row["service"]),
    ).fetchone()
    return int(found[0])


def _state_after(row: Row, event: TicketEvent) -> str:
    try:
        return tickets.after(row["state"], event)
    except tickets.NotAllowed as error:
        raise Refused("wrong_state", label=row["label"], state=row["state"]) from error


def _next_number(tx: sqlite3.Connection, taking: Taking, period: str) -> int:
    key = (taking.numbering.name, period)
    found = tx.execute("SELECT last FROM numbers WHERE name = ? AND period = ?", key).fetchone()
    try:
        number = labels.number_after(taking.numbering, taking.session, found and found["last"])
    except labels.UsedUp:
        raise Refused("numbers_used_up") from None
    tx.execute(
        "INSERT INTO numbers (name, period, last) VALUES (?, ?, ?) "
        "ON CONFLICT (name, period) DO UPDATE SET last = excluded.last",
        (*key, number),
    )
    return number


def _issued(tx: sqlite3.Connection, new: NewTicket, taking: Taking) -> Callable[..., Issued]:
    """The event of *new*, with the next number of its row, but for the ticket's id."""
    numbering, day = taking.numbering, taking.business_day
    period = labels.period(numbering, day, taking.session)
    number = _next_number(tx, taking, period)
    label = labels.label(numbering.prefix, number, numbering.width)
    _check_free(tx, day.isoformat(), label)
    return partial(
        Issued,
        label=label,
        service=new.service,
        business_day=day.isoformat(),
        session=taking.session,
        row=numbering.name,
        period=period,
        number=number,
        is_priority=new.priority is not None,
        is_assisted=new.is_assisted,
        language=new.language,
        printer=new.printer,
        kiosk=new.kiosk,
        for_counter=new.for_counter,
        for_clerk=new.for_clerk,
        due_at=new.due_at,
        stops=[Stop(service=service, counter=None) for service in new.stops],
    )


def _check_free(tx: sqlite3.Connection, day: str, label: str) -> None:
    """A row that never restarts may come round to a label that somebody has had today, and one
    that took over a prefix may meet those given before."""
    query = "SELECT 1 FROM tickets WHERE business_day = ? AND label = ?"
    if tx.execute(query, (day, label)).fetchone():
        raise Refused("numbers_used_up")
