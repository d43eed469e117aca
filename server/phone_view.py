"""What a phone is told of rating the visit of its ticket."""

import sqlite3

from server import rating_window, wire
from server.ledger import ticket_row
from server.office import Office
from server.tablet_view import question


def asked(connection: sqlite3.Connection, office: Office, ticket: int) -> wire.PhoneRating:
    """Whether *ticket* may be rated from a phone now, and what is asked.

    :raises Unknown: ``no_such_ticket``.
    """
    row = ticket_row(connection, ticket)
    end = rating_window.end_of(connection, row) if row["state"] == "finished" else None
    if end is None:
        return wire.PhoneRating(state="not_yet", closes_in_s=None, question=None)
    of_day = office.settings.plan(connection, row["business_day"]).rating
    if connection.execute("SELECT 1 FROM ratings WHERE ticket = ?", (ticket,)).fetchone():
        return wire.PhoneRating(state="rated", closes_in_s=None, question=question(of_day))
    closes = end.closes_at(of_day, "phone", office.site.speed)
    left_s = (closes - office.now()).total_seconds() / office.site.speed
    if left_s <= 0:
        return wire.PhoneRating(state="closed", closes_in_s=None, question=None)
    return wire.PhoneRating(state="open", closes_in_s=round(left_s, 1), question=question(of_day))
