"""The rows of ``appointments``: finding one, making one, showing one."""

import secrets
import sqlite3
from collections.abc import Mapping
from dataclasses import fields
from datetime import timedelta

from server.errors import Unknown
from server.hours import instant, stamp
from server.ledger import SECRET_BYTES
from server.plan import Plan
from server.queries import service_in
from server.shapes import Appointment, BookedAppointment

CODE_DIGITS = 8
"""Digits alone: an old citizen types them on ten large keys, and a scanner that writes like a
keyboard cannot spoil them by a Vietnamese input method.  A guess among a thousand appointments
hits once in 90,000, and who guesses waits longer and longer (``throttle.py``)."""


def by_id(connection: sqlite3.Connection, appointment: int) -> sqlite3.Row:
    """:raises Unknown: ``no_such_appointment``."""
    return _row(connection, "id", appointment)


def by_code(connection: sqlite3.Connection, code: str) -> sqlite3.Row:
    """:raises Unknown: ``no_such_appointment``."""
    return _row(connection, "code", code)


def by_secret(connection: sqlite3.Connection, secret: str) -> sqlite3.Row:
    """:raises Unknown: ``no_such_appointment``."""
    return _row(connection, "secret", secret)


def insert(tx: sqlite3.Connection, columns: Mapping[str, str | int | None]) -> int:
    """A new row with a code and a secret of its own; its id."""
    values = {
        **columns,
        "code": _free_code(tx),
        "secret": secrets.token_urlsafe(SECRET_BYTES),
    }
    cursor = tx.execute(
        f"INSERT INTO appointments ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})",
        tuple(values.values()),
    )
    return cursor.lastrowid or 0


def shown(row: sqlite3.Row, plan: Plan, language: str | None = None) -> Appointment:
    """The appointment of *row*; *plan* is that of its day."""
    service = service_in(plan, row["service"])
    due, grace = instant(row["due_at"]), timedelta(minutes=service.grace_min)
    return Appointment(
        id=row["id"],
        code=row["code"],
        service=row["service"],
        name=service.name_in(language or row["language"]),
        day=row["business_day"],
        start=row["slot"],
        state=row["state"],
        due_at=row["due_at"],
        from_at=stamp(due - grace),
        until_at=stamp(due + grace),
        ticket=row["ticket"],
    )


def with_link(connection: sqlite3.Connection, appointment: Appointment) -> BookedAppointment:
    """*appointment* with its link, for whoever booked it."""
    about = {each.name: getattr(appointment, each.name) for each in fields(appointment)}
    secret = by_id(connection, appointment.id)["secret"]
    return BookedAppointment(**about, link=f"/a/{secret}")


def _row(connection: sqlite3.Connection, column: str, value: str | int) -> sqlite3.Row:
    row: sqlite3.Row | None = connection.execute(
        f"SELECT * FROM appointments WHERE {column} = ?", (value,)
    ).fetchone()
    if row is None:
        raise Unknown("no_such_appointment")
    return row


def _free_code(tx: sqlite3.Connection) -> str:
    """A code nobody has had, not beginning with 0, which people leave out."""
    least = 10 ** (CODE_DIGITS - 1)
    while True:
        code = str(least + secrets.randbelow(9 * least))
        taken = tx.execute("SELECT 1 FROM appointments WHERE code = ?", (code,)).fetchone()
        if taken is None:
            return code
