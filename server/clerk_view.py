"""A counter as its clerk sees it: the ticket in hand and why, who is parked, who may be called."""

import json
import sqlite3
from dataclasses import fields
from datetime import timedelta

from server.hours import instant, stamp
from server.plan import Plan
from server.queries import counter_at, in_full, row_in_hand, ticket_from
from server.shapes import Counter, LastAct, TicketInFull, WaitingTicket

WAITING_SHOWN = 100


def clerk_view(connection: sqlite3.Connection, plan: Plan, number: str) -> Counter:
    """Counter *number* today, by *plan*. :raises Unknown: ``no_such_counter``."""
    counter = counter_at(connection, plan, number)
    row = connection.execute(
        "SELECT c.*, p.full_name AS clerk_name FROM counters c "
        "LEFT JOIN people p ON p.name = c.clerk WHERE c.number = ?",
        (number,),
    ).fetchone()
    held = row_in_hand(connection, number)
    return Counter(
        number=number,
        name=counter.name,
        state=row["state"],
        pause_reason=row["pause_reason"],
        services=list(counter.services),
        clerk=row["clerk_name"] or row["clerk"],
        ticket=None if held is None else ticket_from(connection, held),
        why=None if held is None or held["why"] is None else json.loads(held["why"]),
        is_long=held is not None and held["reminded_at"] is not None,
        stops=[] if held is None else [stop["service"] for stop in json.loads(held["stops"])],
        parked=_parked(connection, plan, number),
        undo=_last_act(connection, plan, row["last_act"]),
    )


def waiting_for(
    connection: sqlite3.Connection, plan: Plan, number: str, label: str
) -> list[WaitingTicket]:
    """Who waits for counter *number*, in order of arrival: the first hundred with *label* in their
    labels.  Tickets kept for another counter or clerk are not among them.

    :raises Unknown: ``no_such_counter``.
    """
    services = counter_at(connection, plan, number).services
    rows = connection.execute(
        "SELECT t.* FROM tickets t JOIN counters c ON c.number = ? "
        "WHERE t.business_day = ? AND t.state = 'waiting' AND instr(t.label, ?) "
        f"AND (t.service IN ({', '.join('?' * len(services))}) OR t.for_counter = c.number) "
        "AND coalesce(t.for_counter, c.number) = c.number "
        "AND (t.for_clerk IS NULL OR t.for_clerk = c.clerk) "
        "ORDER BY min(t.place, 0), t.id LIMIT ?",
        (number, plan.day.isoformat(), label, *services, WAITING_SHOWN),
    )
    return [
        WaitingTicket(**{each.name: row[each.name] for each in fields(WaitingTicket)})
        for row in rows.fetchall()
    ]


def _parked(connection: sqlite3.Connection, plan: Plan, number: str) -> list[TicketInFull]:
    rows = connection.execute(
        # The index is named: SQLite would read every ticket of the day.
        "SELECT * FROM tickets INDEXED BY parked "
        "WHERE state = 'parked' AND counter = ? AND business_day = ? "
        "ORDER BY id",
        (number, plan.day.isoformat()),
    )
    return [in_full(connection, plan, row) for row in rows.fetchall()]


def _last_act(connection: sqlite3.Connection, plan: Plan, text: str | None) -> LastAct | None:
    if text is None:
        return None
    record = json.loads(text)
    last = record["steps"][-1]
    found = connection.execute("SELECT label FROM tickets WHERE id = ?", (last["ticket"],))
    until = instant(record["at"]) + timedelta(seconds=plan.rules.undo_s)
    return LastAct(event=last["event"], label=found.fetchone()["label"], until=stamp(until))
