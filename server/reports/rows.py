"""The rows figures are made of, from the office's file."""

import sqlite3
from collections.abc import Mapping
from datetime import datetime, tzinfo

from server.hours import instant
from server.plan import Rating
from server.reports.day import Visit
from server.reports.rating_rows import PlanOn

GROUPS = {
    "office": "'all'",
    "service": "t.service",
    "counter": "coalesce(t.counter, '-')",
    "hour": "t.issued_at",
}
"""What figures may be grouped by, as SQL.  Not by clerk: the day is not about persons."""
PERSONAL = frozenset({"counter", "hour"})
"""Groups that are one person's work, or nearly: satisfaction is told of in ``reports/ratings``."""


def visits(
    connection: sqlite3.Connection,
    start: str,
    end: str,
    by: str,
    zone: tzinfo,
    plan_on: PlanOn,
) -> list[Visit]:
    """The tickets of the business days *start* to *end*, both included.

    *plan_on* is what was in force on a day.  *zone* is the office's: hours are those on its own
    clock.
    """
    rows = connection.execute(
        f"SELECT {GROUPS[by]} AS grp, t.state, t.issued_at, t.started_at, "
        "coalesce(t.first_called_at, t.called_at) AS called_at, "
        "t.finished_at, t.served_s, t.is_forgotten, t.business_day, r.score "
        "FROM tickets t LEFT JOIN ratings r ON r.ticket = t.id "
        "WHERE t.business_day BETWEEN ? AND ?",
        (start, end),
    ).fetchall()
    rated = {row["business_day"] for row in rows if row["score"] is not None}
    rules = {day: plan_on(connection, day).rating for day in rated}
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
            is_positive=_is_positive(row, rules),
            least=_least(row, rules),
        )
        for row in rows
    ]


def _is_positive(row: sqlite3.Row, rules: Mapping[str, Rating]) -> bool:
    return row["score"] is not None and row["score"] in rules[row["business_day"]].positive


def _least(row: sqlite3.Row, rules: Mapping[str, Rating]) -> int:
    return 0 if row["score"] is None else rules[row["business_day"]].least_count


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
