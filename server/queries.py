"""The reads: SQL to the plain dataclasses of :mod:`server.shapes`, on a connection of their own."""

import json
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import timedelta
from typing import Any

from server.errors import Unknown
from server.hours import instant, stamp
from server.plan import Counter, Plan
from server.plan import Service as ServiceRecord
from server.shapes import (
    Hall,
    HallCounter,
    HallService,
    InHand,
    IssuedTicket,
    Missed,
    Slip,
    Ticket,
    TicketInFull,
)

Row = sqlite3.Row | Mapping[str, Any]
"""A row of ``tickets`` as the file gave it, or as it has just been made."""

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


def ticket_by_label(connection: sqlite3.Connection, day: str, label: str) -> Ticket:
    """The ticket with this label on business day *day*. :raises Unknown: if there is none."""
    row = connection.execute(
        "SELECT * FROM tickets WHERE business_day = ? AND label = ?", (day, label)
    ).fetchone()
    if row is None:
        raise Unknown("no_such_ticket")
    return ticket_from(connection, row)


def language_of(connection: sqlite3.Connection, ticket: int) -> str:
    """The language that the holder of *ticket* chose; empty if there is no such ticket."""
    row = connection.execute("SELECT language FROM tickets WHERE id = ?", (ticket,)).fetchone()
    return "" if row is None else str(row["language"])


def row_in_hand(connection: sqlite3.Connection, counter: str) -> sqlite3.Row | None:
    """The row of the ticket that *counter* has called or is serving, if any."""
    row: sqlite3.Row | None = connection.execute(
        "SELECT * FROM tickets WHERE counter = ? AND state IN ('called', 'serving')", (counter,)
    ).fetchone()
    return row


def ticket_from(connection: sqlite3.Connection, row: Row, ahead: int | None = None) -> Ticket:
    """The ticket of a ``tickets`` row, with its place in line: *ahead*, if the caller knows it."""
    if ahead is None:
        ahead = _ahead(connection, row) if row["state"] == "waiting" else 0
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
        ahead=ahead,
        wait_s=None,
        slip=_slip(row),
    )


def _slip(row: Row) -> Slip:
    """Outside the office a slip whose end nobody knows counts as one that did not come out."""
    state = "failed" if row["slip_state"] == "unknown" else row["slip_state"]
    return Slip(
        state=state,
        reason=row["slip_reason"],
        place=row["slip_place"],
        copies=row["slip_copies"],
    )


def ticket_in_full(connection: sqlite3.Connection, plan: Plan, ticket: int) -> TicketInFull:
    """A ticket by its id with what comes after, by *plan*.

    :raises Unknown: if no ticket has this id.
    """
    row = connection.execute("SELECT * FROM tickets WHERE id = ?", (ticket,)).fetchone()
    if row is None:
        raise Unknown("no_such_ticket", ticket=ticket)
    return in_full(connection, plan, row)


def in_full(connection: sqlite3.Connection, plan: Plan, row: Row) -> TicketInFull:
    """The ticket of a ``tickets`` row with what comes after, by *plan*."""
    ticket = ticket_from(connection, row)
    return TicketInFull(
        **{each.name: getattr(ticket, each.name) for each in fields(ticket)},
        stops=[stop["service"] for stop in json.loads(row["stops"])],
        return_at=row["return_at"],
        due_at=row["due_at"],
        requeue_until=_requeue_until(plan, row),
    )


def _requeue_until(plan: Plan, row: Row) -> str | None:
    if row["state"] != "no_show" or row["business_day"] != plan.day.isoformat():
        return None
    return stamp(instant(row["finished_at"]) + timedelta(minutes=plan.rules.requeue_min))


def _ahead(connection: sqlite3.Connection, row: Row) -> int:
    """How many wait for the same service who came earlier or were sent first; before an
    appointment, those with an earlier time."""
    is_before = "(min(place, 0), id) < (min(?, 0), ?)"
    if row["due_at"] is not None:
        is_before = "(place, id) < (?, ?) AND (place < 0 OR due_at IS NOT NULL)"
    found = connection.execute(
        "SELECT count(*) FROM tickets WHERE business_day = ? AND service = ? "
        f"AND state = 'waiting' AND {is_before}",
        (row["business_day"], row["service"], row["place"], row["id"]),
    ).fetchone()
    return int(found[0])


def service_in(plan: Plan, code: str) -> ServiceRecord:
    """A ticket's service, by its code alone if *plan* does not have it."""
    return plan.services.get(code, ServiceRecord(code=code, name=code))


def waiting_by_service(connection: sqlite3.Connection, day: str) -> dict[str, int]:
    """How many wait on *day*, by service; those for which nobody waits are left out."""
    rows = connection.execute(
        "SELECT service, sum(waiting) AS n FROM lanes WHERE business_day = ? GROUP BY service",
        (day,),
    )
    return {row["service"]: row["n"] for row in rows if row["n"]}


def hall(connection: sqlite3.Connection, seq: int, plan: Plan) -> Hall:
    """The hall on the business day of *plan*."""
    day = plan.day.isoformat()
    return Hall(
        seq=seq,
        business_day=day,
        counters=hall_counters(connection, plan),
        services=_hall_services(connection, plan),
        missed=_missed(connection, day),
    )


def hall_counters(connection: sqlite3.Connection, plan: Plan) -> list[HallCounter]:
    """Every counter in the office's order with the ticket it has in hand.

    A counter that *plan* does not have is last, as long as it has one.
    """
    held = connection.execute("SELECT * FROM tickets WHERE state IN ('called', 'serving')")
    in_hand = {row["counter"]: row for row in held}
    rows = {row["number"]: row for row in connection.execute("SELECT * FROM counters")}
    ended = [Counter(number=each) for each in in_hand if each not in plan.counters]
    return [
        _hall_counter(rows[each.number], each, in_hand.get(each.number))
        for each in (*plan.counters.values(), *ended)
    ]


def hall_counter(connection: sqlite3.Connection, plan: Plan, number: str) -> HallCounter | None:
    """One counter, ``None`` if there is none of that number."""
    row = connection.execute("SELECT * FROM counters WHERE number = ?", (number,)).fetchone()
    held = connection.execute(
        "SELECT * FROM tickets WHERE counter = ? AND state IN ('called', 'serving')", (number,)
    ).fetchone()
    if row is None or (held is None and number not in plan.counters):
        return None
    return _hall_counter(row, plan.counters.get(number, Counter(number=number)), held)


def _hall_counter(row: sqlite3.Row, counter: Counter, held: sqlite3.Row | None) -> HallCounter:
    return HallCounter(
        number=counter.number,
        name=counter.name,
        state=row["state"],
        pause_reason=row["pause_reason"],
        services=list(counter.services),
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


def _hall_services(connection: sqlite3.Connection, plan: Plan) -> list[HallService]:
    day = plan.day.isoformat()
    waiting = waiting_by_service(connection, day)
    return [
        HallService(
            code=each.code,
            name=each.name,
            name_en=each.name_in("en"),
            waiting=waiting.get(each.code, 0),
            next=_next_labels(connection, day, each.code) if each.code in waiting else [],
            has_ended=each.has_ended,
        )
        for each in plan.services.values()
    ]


def _next_labels(connection: sqlite3.Connection, day: str, service: str) -> list[str]:
    """The labels that come first in arrival order: a few of each lane are enough to tell."""
    lanes = connection.execute(
        "SELECT lane FROM lanes WHERE business_day = ? AND service = ? AND waiting > 0",
        (day, service),
    ).fetchall()
    found = [row for lane in lanes for row in _lane(connection, day, service, lane["lane"])]
    found.sort(key=lambda row: (min(row["place"], 0), row["id"]))
    return [row["label"] for row in found[:NEXT_SHOWN]]


def _lane(connection: sqlite3.Connection, day: str, service: str, lane: str) -> list[sqlite3.Row]:
    return connection.execute(
        "SELECT id, place, label FROM tickets WHERE business_day = ? AND service = ? AND lane = ? "
        "AND state = 'waiting' ORDER BY place, id LIMIT ?",
        (day, service, lane, NEXT_SHOWN),
    ).fetchall()


def _missed(connection: sqlite3.Connection, day: str) -> list[Missed]:
    rows = connection.execute(
        "SELECT label, counter, finished_at FROM tickets "
        "WHERE business_day = ? AND state = 'no_show' ORDER BY finished_at DESC LIMIT ?",
        (day, MISSED_SHOWN),
    )
    return [
        Missed(label=row["label"], counter=row["counter"], at=row["finished_at"]) for row in rows
    ]


def last_finished(
    connection: sqlite3.Connection, counter: str, since: str, until: str
) -> sqlite3.Row | None:
    """The ticket row that *counter* finished last, from *since* to *until*, with its clerk's name,
    badge and photo, and its rating's id (``rating``), if any.

    What ended after *until* ended before the clock was set back: nobody stands there any more.
    """
    row: sqlite3.Row | None = connection.execute(
        "SELECT t.*, r.id AS rating, p.full_name AS clerk_name, "
        "p.badge AS clerk_badge, p.photo AS clerk_photo FROM tickets t "
        "LEFT JOIN ratings r ON r.ticket = t.id LEFT JOIN people p ON p.name = t.clerk "
        "WHERE t.counter = ? AND t.called_at IS NOT NULL AND t.state = 'finished' "
        "AND t.finished_at BETWEEN ? AND ? "
        # Called the day before at the earliest: without a bound years would be looked through.
        "AND t.called_at >= strftime('%Y-%m-%dT%H:%M:%fZ', ?, '-1 day') "
        "ORDER BY t.called_at DESC LIMIT 1",
        (counter, since, until, since),
    ).fetchone()
    return row


def issued(row: Callable[..., sqlite3.Row | None], ticket: Ticket) -> IssuedTicket:
    """*ticket* with its link, for whoever took it; *row* is :meth:`server.store.Store.row`.

    :raises Unknown: if the ticket is not there.
    """
    found = row("SELECT secret FROM tickets WHERE id = ?", ticket.id)
    if found is None:
        raise Unknown("no_such_ticket", ticket=ticket.id)
    shown = {name: getattr(ticket, name) for name in Ticket.__slots__}
    return IssuedTicket(**shown, link=f"/t/{found['secret']}")


def counter_of(plan: Plan, number: str) -> Counter:
    """:raises Unknown: ``no_such_counter``."""
    try:
        return plan.counters[number]
    except KeyError:
        raise Unknown("no_such_counter", counter=number) from None


def counter_at(connection: sqlite3.Connection, plan: Plan, number: str) -> Counter:
    """A counter of *plan*, or one that has ended with a ticket still in hand.

    :raises Unknown: ``no_such_counter``.
    """
    if number not in plan.counters and row_in_hand(connection, number) is not None:
        return Counter(number=number)
    return counter_of(plan, number)
