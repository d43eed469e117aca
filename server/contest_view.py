"""What stands out and what is contested, as those who answer for the office see it."""

import sqlite3
from calendar import monthrange
from collections.abc import Callable, Mapping

from server.answers_view import answers
from server.rating_marks import Mark
from server.reports.rating_rows import PlanOn, RatedVisit, period
from server.wire_ratings import Contest, RatingMark

MOST = 200


def full_names(connection: sqlite3.Connection) -> dict[str, str]:
    """What everybody who works here is called, by sign-in name."""
    rows = connection.execute("SELECT name, full_name FROM people")
    return {row["name"]: row["full_name"] for row in rows}


def notes(connection: sqlite3.Connection, clerk: str) -> dict[str, str | None]:
    """What was said to *clerk* with each verdict, by the answer's ref."""
    rows = connection.execute("SELECT ref, note FROM contests WHERE clerk = ?", (clerk,))
    return {row["ref"]: row["note"] for row in rows}


def mark(found: Mark, names: Mapping[str, str]) -> RatingMark:
    """*found*, with the clerk's name as people know it."""
    return RatingMark(
        kind=found.kind,
        since=found.since,
        counter=found.counter,
        clerk=found.clerk,
        clerk_name=names.get(found.clerk or ""),
        count=found.count,
        of=found.of,
        others=None if found.others is None else round(found.others, 4),
    )


def contests(
    connection: sqlite3.Connection,
    plan_on: PlanOn,
    screen: Callable[[str], str],
    *,
    has_decided: bool,
) -> list[Contest]:
    """The contests that wait for a decision, with those decided too if *has_decided*.

    The last :data:`MOST` of them, the oldest first.
    """
    rows = connection.execute(
        "SELECT c.*, substr(r.business_day, 1, 7) AS month FROM contests c "
        "JOIN ratings r ON r.id = c.rating WHERE c.state = 'open' OR ? "
        "ORDER BY c.contested_at DESC LIMIT ?",
        (has_decided, MOST),
    ).fetchall()
    months = sorted({row["month"] for row in rows})
    seen = {id: each for month in months for id, each in _month(connection, month, plan_on)}
    names = full_names(connection)
    return [_contest(row, seen[row["rating"]], names, screen) for row in reversed(rows)]


def _month(
    connection: sqlite3.Connection, month: str, plan_on: PlanOn
) -> list[tuple[str, RatedVisit]]:
    """The rated visits of *month* (``YYYY-MM``) by their ratings' ids."""
    last = monthrange(int(month[:4]), int(month[5:]))[1]
    seen = period(connection, f"{month}-01", f"{month}-{last}", plan_on)
    return [(visit.said.id, visit) for visit in seen.visits if visit.said]


def _contest(
    row: sqlite3.Row,
    visit: RatedVisit,
    names: Mapping[str, str],
    screen: Callable[[str], str],
) -> Contest:
    assert visit.judged is not None
    (answer,) = answers([visit], lambda _: row["ref"], screen)
    said = ("clerk", "reason", "contested_at", "judged_by", "judged_at", "note")
    return Contest(
        **{name: getattr(answer, name) for name in answer.__struct_fields__},
        **{name: row[name] for name in said},
        counter=visit.served.counter,
        clerk_name=names.get(row["clerk"]),
        marks=sorted(visit.judged.marks),
    )
