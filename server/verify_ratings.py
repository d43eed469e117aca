"""That every rating was given while somebody was asked: a part of ``motcua journal verify``."""

import sqlite3
from collections.abc import Iterator

from server import rating_window
from server.hours import instant
from server.plan import SCORES

_RATINGS = (
    "SELECT r.*, t.label, t.secret, t.state, t.counter AS at_counter, t.service AS of_service, "
    "t.business_day AS of_day, j.seq AS rated_seq FROM ratings r JOIN tickets t ON t.id = r.ticket "
    "JOIN (SELECT ticket, max(seq) AS seq FROM journal WHERE event = 'rated' GROUP BY ticket) j "
    "ON j.ticket = r.ticket ORDER BY r.ticket"
)


def rating_breaks(connection: sqlite3.Connection) -> Iterator[str]:
    """Each rating that its visit does not allow.

    That a ticket has one rating at most, and only once it is finished, follows from its entries
    and is seen there.
    """
    for row in connection.execute(_RATINGS):
        name = f"the rating of {row['label']} of {row['business_day']}"
        if row["score"] not in SCORES.get(row["levels"], ()):
            yield f"{name}: {row['levels']} faces have no score {row['score']}"
        if (row["counter"], row["service"], row["business_day"]) != (
            *(row["at_counter"], row["of_service"], row["of_day"]),
        ):
            yield f"{name} is of another counter, service or day than its visit"
        if row["closes_at"] is None:
            continue  # from before windows were kept
        if row["rated_at"] >= row["closes_at"]:
            yield f"{name} was given at {row['rated_at']}, its window closed at {row['closes_at']}"
        elif row["channel"] == "tablet" and (called := _called_before(connection, row)):
            yield f"{name} was given at {row['rated_at']}, after the next call at {called}"


def _called_before(connection: sqlite3.Connection, row: sqlite3.Row) -> str | None:
    """When the counter had taken on the next before this rating, by what had happened until it
    came in; None if it had not."""
    visit = {"id": row["ticket"], "counter": row["counter"], "secret": row["secret"]}
    end = rating_window.end_of(connection, visit, row["rated_seq"])
    if end is None or end.next_at is None or instant(row["rated_at"]) < end.next_at:
        return None
    return end.next_at.isoformat()
