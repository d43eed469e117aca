"""The rows figures are made of, from the office's file."""

import sqlite3
from datetime import datetime, tzinfo

from server.hours import instant
from server.reports.day import Visit

GROUPS = {
    "office": "'all'",
    "service": "t.service",
    "counter": "coalesce(t.counter, '-')",
    "hour": "t.issued_at",
}
"""What figures may be grouped by, as SQL.  Not by clerk: too few ratings would name a person."""


def visits(
    connection: sqlite3.Connection, start: str, end: str, by: str, zone: tzinfo
) -> list[Visit]:
    """The tickets of the business days *start* to *end*, both included.

    *zone* is the office's: hours are those on its own clock.
    """
    rows = connection.execute(
        f"SELECT {GROUPS[by]} AS grp, t.state, t.issued_at, t.started_at, "
        "coalesce(t.first_called_at, t.called_at) AS called_at, "
        "t.finished_at, t.served_s, t.is_forgotten, r.score "
        "FROM tickets t LEFT JOIN ratings r ON r.ticket = t.id "
        "WHERE t.business_day BETWEEN ? AND ?",
        (start, end),
    )
    return [
        Visit(
            group=_hour(row["grp"], zone) if by == "hour" else row["grp"],
            state=row["state"],
            issued_at=instant(row["issued_at"]),
            called_at=_maybe(row["called_at"]),
            started_at=_maybe(row["started_at"]),
            finished_at=_maybe(row["finished_at"]),
            served_s=row["served_s"],
            is_forgotten=bool(row["is_forgotten"]),
            score=row["score"],
        )
        for row in rows
    ]


def closed_by_rule(connection: sqlite3.Connection, day: str) -> list[sqlite3.Row]:
    """The visits of the business day *day* that were closed by rule or corrected since."""
    return connection.execute(
        "SELECT * FROM tickets WHERE business_day = ? "
        "AND (is_forgotten OR corrected_at IS NOT NULL) ORDER BY issued_at, id",
        (day,),
    ).fetchall()


def _hour(issued_at: str, zone: tzinfo) -> str:
    return f"{instant(issued_at).astimezone(zone):%H}:00"


def _maybe(text: str | None) -> datetime | None:
    return None if text is None else instant(text)
