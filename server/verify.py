"""``motcua journal verify``: replay the journal and see that the tables follow from it.

Prints nothing and changes nothing; :func:`breaks` gives every promise that does not hold, the
first one first.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field

from server import tickets
from server.events import Event, Issued, Rated, TicketEvent, from_json
from server.rows import Columns, columns_after

COMPARED = (
    *("state", "counter", "clerk", "called_at", "started_at", "finished_at", "calls"),
    *("slip_state", "slip_reason"),
)


@dataclass
class _Replay:
    """What the journal says up to some entry."""

    rows: dict[int, Columns] = field(default_factory=dict)
    last: dict[tuple[str, str], int] = field(default_factory=dict)
    in_hand: dict[str, int] = field(default_factory=dict)
    rated: set[int] = field(default_factory=set)


def breaks(connection: sqlite3.Connection) -> Iterator[str]:
    """Each broken promise as one sentence; nothing when all hold."""
    replay = _Replay()
    for row in connection.execute("SELECT * FROM journal ORDER BY seq"):
        try:
            event = from_json(row["event"], row["data"])
        except (KeyError, TypeError, ValueError) as error:
            yield f"entry {row['seq']} cannot be read: {error!r}"
            return
        if isinstance(event, TicketEvent):
            yield from _follow(replay, row["seq"], row["at"], event)
    yield from _compare(connection, replay)


def _follow(replay: _Replay, seq: int, at: str, event: TicketEvent) -> Iterator[str]:
    row = replay.rows.setdefault(event.ticket, {"state": tickets.UNBORN})
    try:
        row["state"] = tickets.apply(str(row["state"]), type(event))
    except tickets.NotAllowed as error:
        yield f"entry {seq}: {event.label}: {error}"
    row.update(columns_after(event, at))
    if isinstance(event, Issued):
        row.update(calls=0, slip_state="queued" if event.printer else "none")
        yield from _number(replay, seq, event)
    if isinstance(event, Rated):
        replay.rated.add(event.ticket)
    yield from _hold(replay, seq, event, row)


def _number(replay: _Replay, seq: int, event: Issued) -> Iterator[str]:
    """Labels of a service rise by one on a business day: none twice, none left out."""
    key = (event.service, event.business_day)
    before = replay.last.get(key, 0)
    if event.number != before + 1:
        yield f"entry {seq}: {event.label} follows number {before} of {event.service}"
    replay.last[key] = event.number


def _hold(replay: _Replay, seq: int, event: Event, row: Columns) -> Iterator[str]:
    """A counter has at most one ticket in hand."""
    counter, ticket = row.get("counter"), getattr(event, "ticket", 0)
    if not isinstance(counter, str):
        return
    held = replay.in_hand.get(counter)
    if row["state"] in tickets.IN_HAND:
        if held not in (None, ticket):
            yield f"entry {seq}: counter {counter} takes {ticket} while it has {held} in hand"
        replay.in_hand[counter] = ticket
    elif held == ticket:
        del replay.in_hand[counter]


def _compare(connection: sqlite3.Connection, replay: _Replay) -> Iterator[str]:
    for row in connection.execute("SELECT * FROM tickets ORDER BY id"):
        wanted = replay.rows.pop(row["id"], None)
        if wanted is None:
            yield f"{row['label']} of {row['business_day']} stands in no entry of the journal"
            continue
        for name in COMPARED:
            if row[name] != wanted.get(name):
                yield (
                    f"{row['label']} of {row['business_day']}: {name} is {row[name]!r}, "
                    f"by the journal {wanted.get(name)!r}"
                )
    for ticket in replay.rows:
        yield f"ticket {ticket} of the journal is in no row"
    yield from _numbers(connection, replay)
    yield from _ratings(connection, replay)


def _numbers(connection: sqlite3.Connection, replay: _Replay) -> Iterator[str]:
    for row in connection.execute("SELECT * FROM numbers"):
        wanted = replay.last.get((row["service"], row["business_day"]), 0)
        if row["last"] != wanted:
            yield (
                f"the next number of {row['service']} on {row['business_day']} follows "
                f"{row['last']}, by the journal {wanted}"
            )


def _ratings(connection: sqlite3.Connection, replay: _Replay) -> Iterator[str]:
    kept = {row["ticket"] for row in connection.execute("SELECT ticket FROM ratings")}
    for ticket in sorted(replay.rated - kept):
        yield f"the rating of ticket {ticket} is in the journal and nowhere else"
    for ticket in sorted(kept - replay.rated):
        yield f"the rating of ticket {ticket} stands in no entry of the journal"
