"""The reads: SQL to the plain dataclasses of :mod:`server.shapes`, on a connection of their own."""

import sqlite3
from dataclasses import fields
from datetime import datetime

from server.errors import Unknown
from server.hours import instant
from server.shapes import (
    Hall,
    HallCounter,
    HallService,
    InHand,
    IssuedTicket,
    Missed,
    Service,
    Slip,
    Ticket,
)

NEXT_SHOWN = 5
MISSED_SHOWN = 6


def ticket_by_id(connection: sqlite3.Connection, ticket: int) -> Ticket:
    """:raises Unknown: if no ticket has this id."""
    row = connection.execute("SELECT * FROM tickets WHERE id = ?", (ticket,)).fetchone()
    if row is None:
        raise Unknown("no_such_ticket", ticket=ticket)
    return ticket_from(connection, row)


def ticket_by_secret(connection: sqlite3.Connection, secret: str) -> Ticket:
    """:raises Unknown: if no ticket has this secret."""
    row = connection.execute("SELECT * FROM tickets WHERE secret = ?", (secret,)).fetchone()
    if row is None:
        raise Unknown("no_such_ticket")
    return ticket_from(connection, row)


def ticket_in_hand(connection: sqlite3.Connection, counter: str) -> Ticket | None:
    """The ticket *counter* has called or is serving, if any."""
    row = connection.execute(
        "SELECT * FROM tickets WHERE counter = ? AND state IN ('called', 'serving')", (counter,)
    ).fetchone()
    return None if row is None else ticket_from(connection, row)


def ticket_from(connection: sqlite3.Connection, row: sqlite3.Row) -> Ticket:
    """The ticket of a ``tickets`` row, with its place in line."""
    return Ticket(
        id=row["id"],
        label=row["label"],
        number=row["number"],
        service=row["service"],
        state=row["state"],
        priority=row["priority"],
        business_day=row["business_day"],
        issued_at=row["issued_at"],
        called_at=row["called_at"],
        started_at=row["started_at"],
        finished_at=row["finished_at"],
        counter=row["counter"],
        ahead=_ahead(connection, row) if row["state"] == "waiting" else 0,
        wait_s=None,
        slip=Slip(state=row["slip_state"], reason=row["slip_reason"]),
    )


def _ahead(connection: sqlite3.Connection, row: sqlite3.Row) -> int:
    found = connection.execute(
        "SELECT count(*) FROM tickets "
        "WHERE business_day = ? AND service = ? AND state = 'waiting' AND id < ?",
        (row["business_day"], row["service"], row["id"]),
    ).fetchone()
    return int(found[0])


def services(connection: sqlite3.Connection, day: str) -> list[Service]:
    """All services in the office's order, with how many wait on *day*."""
    waiting = _waiting(connection, day)
    return [
        Service(
            code=row["code"],
            name=row["name"],
            open=True,
            waiting=waiting.get(row["code"], 0),
            wait_s=None,
        )
        for row in connection.execute("SELECT * FROM services ORDER BY position")
    ]


def _waiting(connection: sqlite3.Connection, day: str) -> dict[str, int]:
    rows = connection.execute(
        "SELECT service, count(*) AS n FROM tickets "
        "WHERE business_day = ? AND state = 'waiting' GROUP BY service",
        (day,),
    )
    return {row["service"]: row["n"] for row in rows}


def hall(connection: sqlite3.Connection, seq: int, day: str) -> Hall:
    """The hall on business day *day*."""
    return Hall(
        seq=seq,
        business_day=day,
        counters=hall_counters(connection),
        services=_hall_services(connection, day),
        missed=_missed(connection, day),
    )


def hall_counters(connection: sqlite3.Connection) -> list[HallCounter]:
    """Every counter in the office's order with the ticket it has in hand."""
    skills: dict[str, list[str]] = {}
    for row in connection.execute("SELECT counter, service FROM counter_services ORDER BY service"):
        skills.setdefault(row["counter"], []).append(row["service"])
    held = connection.execute("SELECT * FROM tickets WHERE state IN ('called', 'serving')")
    in_hand = {row["counter"]: row for row in held}
    return [
        _hall_counter(row, skills.get(row["number"], []), in_hand.get(row["number"]))
        for row in connection.execute("SELECT * FROM counters ORDER BY position")
    ]


def hall_counter(connection: sqlite3.Connection, number: str) -> HallCounter | None:
    """One counter, ``None`` if there is none of that number."""
    row = connection.execute("SELECT * FROM counters WHERE number = ?", (number,)).fetchone()
    if row is None:
        return None
    held = connection.execute(
        "SELECT * FROM tickets WHERE counter = ? AND state IN ('called', 'serving')", (number,)
    ).fetchone()
    return _hall_counter(row, services_of(connection, number), held)


def _hall_counter(row: sqlite3.Row, services: list[str], held: sqlite3.Row | None) -> HallCounter:
    return HallCounter(
        number=row["number"],
        name=row["name"],
        state=row["state"],
        pause_reason=row["pause_reason"],
        services=services,
        ticket=None
        if held is None
        else InHand(
            id=held["id"],
            label=held["label"],
            state=held["state"],
            called_at=held["called_at"],
            calls=held["calls"],
        ),
    )


def _hall_services(connection: sqlite3.Connection, day: str) -> list[HallService]:
    waiting = _waiting(connection, day)
    return [
        HallService(
            code=row["code"],
            name=row["name"],
            name_en=row["name_en"],
            waiting=waiting.get(row["code"], 0),
            next=_next_labels(connection, day, row["code"]) if row["code"] in waiting else [],
        )
        for row in connection.execute("SELECT * FROM services ORDER BY position")
    ]


def _next_labels(connection: sqlite3.Connection, day: str, service: str) -> list[str]:
    rows = connection.execute(
        "SELECT label FROM tickets WHERE business_day = ? AND service = ? AND state = 'waiting' "
        "ORDER BY id LIMIT ?",
        (day, service, NEXT_SHOWN),
    )
    return [row["label"] for row in rows]


def _missed(connection: sqlite3.Connection, day: str) -> list[Missed]:
    rows = connection.execute(
        "SELECT label, counter, finished_at FROM tickets "
        "WHERE business_day = ? AND state = 'no_show' ORDER BY finished_at DESC LIMIT ?",
        (day, MISSED_SHOWN),
    )
    return [
        Missed(label=row["label"], counter=row["counter"], at=row["finished_at"]) for row in rows
    ]


def next_called_at(connection: sqlite3.Connection, row: sqlite3.Row) -> datetime | None:
    """When the counter of the ticket *row* first called another one after this was finished."""
    found = connection.execute(
        "SELECT min(called_at) AS at FROM tickets WHERE counter = ? AND called_at >= ? AND id != ?",
        (row["counter"], row["finished_at"], row["id"]),
    ).fetchone()
    return None if found["at"] is None else instant(found["at"])


def last_finished(connection: sqlite3.Connection, counter: str, since: str) -> sqlite3.Row | None:
    """The ticket row that *counter* finished last, at *since* or later, with its service's names
    and its rating's id (``rating``), if any."""
    row: sqlite3.Row | None = connection.execute(
        "SELECT t.*, s.name AS service_name, s.name_en AS service_name_en, r.id AS rating, "
        "p.full_name AS clerk_name "
        "FROM tickets t JOIN services s ON s.code = t.service "
        "LEFT JOIN ratings r ON r.ticket = t.id LEFT JOIN people p ON p.name = t.clerk "
        "WHERE t.counter = ? AND t.called_at IS NOT NULL AND t.state = 'finished' "
        "AND t.finished_at >= ? ORDER BY t.called_at DESC LIMIT 1",
        (counter, since),
    ).fetchone()
    return row


def issued(connection: sqlite3.Connection, ticket: Ticket) -> IssuedTicket:
    """*ticket* with its link, for whoever took it."""
    row = connection.execute("SELECT secret FROM tickets WHERE id = ?", (ticket.id,)).fetchone()
    shown = {each.name: getattr(ticket, each.name) for each in fields(ticket)}
    return IssuedTicket(**shown, link=f"/t/{row['secret']}")


def counter_row(connection: sqlite3.Connection, counter: str) -> sqlite3.Row:
    """A counter with its clerk's full name. :raises Unknown: ``no_such_counter``."""
    row: sqlite3.Row | None = connection.execute(
        "SELECT c.*, p.full_name AS clerk_name FROM counters c "
        "LEFT JOIN people p ON p.name = c.clerk WHERE c.number = ?",
        (counter,),
    ).fetchone()
    if row is None:
        raise Unknown("no_such_counter", counter=counter)
    return row


def services_of(connection: sqlite3.Connection, counter: str) -> list[str]:
    """The codes of the services that *counter* serves."""
    rows = connection.execute(
        "SELECT service FROM counter_services WHERE counter = ? ORDER BY service", (counter,)
    )
    return [row["service"] for row in rows]
