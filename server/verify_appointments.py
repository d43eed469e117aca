"""The part of ``motcua journal verify`` that replays appointments."""

import sqlite3
from collections.abc import Iterator

from server import bookings
from server.bookings import Columns
from server.events import AppointmentEvent, Issued, from_json

_ENTRIES = (
    "SELECT * FROM journal WHERE event IN ('booked', 'booking_cancelled', 'arrived', 'expired') "
    "ORDER BY seq"
)


def appointment_breaks(connection: sqlite3.Connection) -> Iterator[str]:
    """Each broken promise about appointments as one sentence; nothing when all hold.

    Entries must be readable, which :func:`server.verify.breaks` has seen before.
    """
    replay: dict[int, Columns] = {}
    for row in connection.execute(_ENTRIES):
        event = from_json(row["event"], row["data"])
        if isinstance(event, AppointmentEvent):
            yield from _follow(replay, row["seq"], row["at"], event)
    yield from _slots(connection)
    yield from _tickets(connection)
    yield from _compare(connection, replay)


def _follow(
    replay: dict[int, Columns], seq: int, at: str, event: AppointmentEvent
) -> Iterator[str]:
    row = replay.setdefault(event.appointment, {"state": bookings.UNBORN})
    try:
        row.update(bookings.columns_after(str(row["state"]), event, at))
    except bookings.NotAllowed as error:
        yield f"entry {seq}: appointment {event.appointment}: {error}"


def _compare(connection: sqlite3.Connection, replay: dict[int, Columns]) -> Iterator[str]:
    for row in connection.execute("SELECT * FROM appointments ORDER BY id"):
        wanted = replay.pop(row["id"], None)
        if wanted is None:
            yield f"appointment {row['id']} stands in no entry of the journal"
            continue
        for name, value in wanted.items():
            if row[name] != value:
                yield (
                    f"appointment {row['id']}: {name} is {row[name]!r}, by the journal {value!r}"
                )
    for appointment in replay:
        yield f"appointment {appointment} of the journal is in no row"


def _slots(connection: sqlite3.Connection) -> Iterator[str]:
    kept = connection.execute("SELECT * FROM slots WHERE taken != 0")
    counted = connection.execute(
        "SELECT service, business_day, slot, count(*) FROM appointments "
        "WHERE state != 'cancelled' GROUP BY 1, 2, 3"
    )
    taken = {tuple(row)[:3]: row[3] for row in kept}
    true = {tuple(row)[:3]: row[3] for row in counted}
    for key in sorted(taken.keys() | true.keys()):
        if taken.get(key) != true.get(key):
            said = ", ".join(key)
            yield f"places taken ({said}): {taken.get(key)} is kept, {true.get(key)} is true"


def _tickets(connection: sqlite3.Connection) -> Iterator[str]:
    """The ticket of an appointment is of its service's day and has its time."""
    query = (
        "SELECT a.id, a.due_at, a.business_day, j.data FROM appointments a "
        "JOIN journal j ON j.ticket = a.ticket AND j.event = 'issued' ORDER BY a.id"
    )
    for row in connection.execute(query):
        issued = from_json(Issued.name, row["data"])
        assert isinstance(issued, Issued)
        if (issued.due_at, issued.business_day) != (row["due_at"], row["business_day"]):
            yield f"appointment {row['id']}: {issued.label} has another time"
