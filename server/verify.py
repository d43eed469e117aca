"""``motcua journal verify``: replay the journal and see that the tables follow from it.

Prints nothing and changes nothing; :func:`breaks` gives every promise that does not hold, the
first one first.  The journal is read twice: in its own order for what tickets share (numbers,
counters, the turn), and ticket by ticket for their rows, so that years of it need little memory.
"""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from server import slips, tickets
from server.events import (
    SCHEMA,
    Called,
    Event,
    Issued,
    Rated,
    Resumed,
    TicketEvent,
    Undone,
    from_json,
)
from server.rows import FRESH, Columns, columns_after, columns_at_issue
from server.verify_appointments import appointment_breaks
from server.verify_ratings import rating_breaks
from server.verify_rolls import roll_breaks
from server.verify_settings import settings_breaks

Counts = dict[tuple[Any, ...], int]


class _Unreadable(Exception):
    """An entry that no program of ours wrote: nothing after it can be judged."""


@dataclass
class _Shared:
    """What tickets have in common, by the journal up to some entry."""

    last: dict[tuple[str, str], int] = field(default_factory=dict)
    in_hand: dict[str, int] = field(default_factory=dict)
    runs: dict[str, int] = field(default_factory=dict)
    credits: dict[str, dict[str, int]] = field(default_factory=dict)
    intake: Counts = field(default_factory=dict)


def breaks(connection: sqlite3.Connection) -> Iterator[str]:
    """Each broken promise as one sentence; nothing when all hold."""
    try:
        yield from _in_order(connection)
        yield from _by_ticket(connection)
    except _Unreadable as error:
        yield str(error)
        return
    yield from _lanes(connection)
    yield from settings_breaks(connection)
    yield from appointment_breaks(connection)
    yield from roll_breaks(connection)
    yield from rating_breaks(connection)


def _entries(connection: sqlite3.Connection, order: str) -> Iterator[tuple[int, str, Event]]:
    for row in connection.execute(f"SELECT * FROM journal ORDER BY {order}"):
        if row["schema"] > SCHEMA:
            raise _Unreadable(
                f"entry {row['seq']} was written by a newer program (schema {row['schema']}, "
                f"this one knows {SCHEMA})"
            )
        try:
            event = from_json(row["event"], row["data"])
        except (KeyError, TypeError, ValueError) as error:
            raise _Unreadable(f"entry {row['seq']} cannot be read: {error!r}") from error
        yield row["seq"], row["at"], event


# In the journal's order


def _in_order(connection: sqlite3.Connection) -> Iterator[str]:
    shared = _Shared()
    for seq, _, event in _entries(connection, "seq"):
        if isinstance(event, Issued):
            key = (event.business_day, event.service, event.session)
            shared.intake[key] = shared.intake.get(key, 0) + 1
            yield from _number(shared, seq, event)
        if isinstance(event, Called | Undone):
            _remember(shared, event)
        if isinstance(event, TicketEvent) and type(event) not in tickets.BESIDE:
            yield from _hold(shared, seq, event)
    yield from _numbers(connection, shared)
    yield from _memory(connection, shared)
    yield from _intake(connection, shared)


def _number(shared: _Shared, seq: int, event: Issued) -> Iterator[str]:
    """Numbers of a row rise by one within a period: none twice, none left out.

    A period's first number is the row's own affair, and a row that never restarts (its period is
    empty) begins again after its last.
    """
    key = (event.row, event.period)
    before = shared.last.get(key)
    is_round = event.period == "" and before is not None and event.number < before
    if before is not None and event.number != before + 1 and not is_round:
        yield f"entry {seq}: {event.label} follows number {before} of {event.row}"
    shared.last[key] = event.number


def _remember(shared: _Shared, event: Called | Undone) -> None:
    """What the turn rule remembers after a call, or after one was taken back."""
    shared.runs.update(event.runs)
    if event.credits is not None:
        shared.credits[event.counter] = event.credits


def _hold(shared: _Shared, seq: int, event: TicketEvent) -> Iterator[str]:
    """A counter has at most one ticket in hand."""
    counter = _taken_at(event)
    if counter is None and _is_kept(event):
        return
    shared.in_hand = {c: held for c, held in shared.in_hand.items() if held != event.ticket}
    if counter is None:
        return
    if held := shared.in_hand.get(counter):
        yield f"entry {seq}: counter {counter} takes {event.ticket} while it has {held} in hand"
    shared.in_hand[counter] = event.ticket


def _taken_at(event: TicketEvent) -> str | None:
    """The counter that *event* gives the ticket to, if any."""
    if isinstance(event, Called | Resumed):
        return event.counter
    if isinstance(event, Undone) and event.restored["state"] in tickets.IN_HAND:
        return event.counter
    return None


def _is_kept(event: TicketEvent) -> bool:
    """Whether a ticket in hand stays so by *event*: recalled, started."""
    return all(
        after.get(type(event)) in tickets.IN_HAND
        for state, after in tickets.LIFE.items()
        if state in tickets.IN_HAND and type(event) in after
    ) and not isinstance(event, Undone)


def _numbers(connection: sqlite3.Connection, shared: _Shared) -> Iterator[str]:
    kept = {
        (row["name"], row["period"]): row["last"]
        for row in connection.execute("SELECT * FROM numbers")
    }
    for name, period in sorted(kept.keys() | shared.last.keys()):
        last, wanted = kept.get((name, period)), shared.last.get((name, period))
        if last != wanted:
            yield f"the next number of {name} ({period}) follows {last}, by the journal {wanted}"


def _memory(connection: sqlite3.Connection, shared: _Shared) -> Iterator[str]:
    for row in connection.execute("SELECT code, ordinary_run FROM services"):
        wanted = shared.runs.get(row["code"], 0)
        if row["ordinary_run"] != wanted:
            yield f"the run of {row['code']} is {row['ordinary_run']}, by the journal {wanted}"
    for row in connection.execute("SELECT number, credits FROM counters"):
        credits = shared.credits.get(row["number"], {})
        if json.loads(row["credits"]) != credits:
            yield f"counter {row['number']} owes {row['credits']}, by the journal {credits}"


def _intake(connection: sqlite3.Connection, shared: _Shared) -> Iterator[str]:
    rows = connection.execute("SELECT * FROM intake")
    kept = {(row["business_day"], row["service"], row["session"]): row["issued"] for row in rows}
    yield from _differences("numbers given", kept, shared.intake)


def _lanes(connection: sqlite3.Connection) -> Iterator[str]:
    kept = connection.execute("SELECT * FROM lanes WHERE waiting != 0")
    counted = connection.execute(
        "SELECT business_day, service, lane, count(*) FROM tickets "
        "WHERE state = 'waiting' GROUP BY 1, 2, 3"
    )
    yield from _differences(
        "waiting",
        {tuple(row)[:3]: row[3] for row in kept},
        {tuple(row)[:3]: row[3] for row in counted},
    )


def _differences(what: str, kept: Counts, wanted: Counts) -> Iterator[str]:
    for key in sorted(kept.keys() | wanted.keys()):
        if kept.get(key) != wanted.get(key):
            yield f"{what} ({', '.join(key)}): {kept.get(key)} is kept, {wanted.get(key)} is true"


# Ticket by ticket


def _by_ticket(connection: sqlite3.Connection) -> Iterator[str]:
    """Each ticket's row, and its rating, follow from its own entries."""
    told = groupby(_ticket_entries(connection), key=lambda entry: entry[2].ticket)
    rows = connection.execute(
        "SELECT t.*, r.id IS NOT NULL AS is_rated FROM tickets t "
        "LEFT JOIN ratings r ON r.ticket = t.id ORDER BY t.id"
    )
    row = next(rows, None)
    for ticket, entries in told:
        while row is not None and row["id"] < ticket:
            yield f"{row['label']} of {row['business_day']} stands in no entry of the journal"
            row = next(rows, None)
        wanted: Columns = {**FRESH, "state": tickets.UNBORN, "is_rated": 0}
        for seq, at, event in entries:
            yield from _step(wanted, seq, at, event)
        if row is None or row["id"] != ticket:
            yield f"ticket {ticket} of the journal is in no row"
            continue
        yield from _compare(row, wanted)
        row = next(rows, None)
    while row is not None:
        yield f"{row['label']} of {row['business_day']} stands in no entry of the journal"
        row = next(rows, None)
    yield from _lost_ratings(connection)


def _ticket_entries(connection: sqlite3.Connection) -> Iterator[tuple[int, str, TicketEvent]]:
    for seq, at, event in _entries(connection, "ticket, seq"):
        if isinstance(event, TicketEvent):
            yield seq, at, event


def _step(row: Columns, seq: int, at: str, event: TicketEvent) -> Iterator[str]:
    try:
        row["state"] = tickets.after(str(row["state"]), event)
    except tickets.NotAllowed as error:
        yield f"entry {seq}: {event.label}: {error}"
    if not isinstance(event, Issued) and slips.after(str(row.get("slip_state")), event) is None:
        yield f"entry {seq}: {event.label}: {event.name}, but its slip is {row['slip_state']}"
    row.update(columns_after(event, at, row))
    if isinstance(event, Issued):
        row.update({**FRESH, **columns_at_issue(event, at)})
    if isinstance(event, Rated):
        row["is_rated"] = 1


def _compare(row: sqlite3.Row, wanted: Columns) -> Iterator[str]:
    for name, value in wanted.items():
        if row[name] != value:
            yield (
                f"{row['label']} of {row['business_day']}: {name} is {row[name]!r}, "
                f"by the journal {value!r}"
            )


def _lost_ratings(connection: sqlite3.Connection) -> Iterator[str]:
    rows = connection.execute(
        "SELECT r.ticket FROM ratings r LEFT JOIN tickets t ON t.id = r.ticket WHERE t.id IS NULL"
    )
    for row in rows:
        yield f"the rating of ticket {row['ticket']} is of no ticket"
