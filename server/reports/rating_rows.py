"""Finished visits and their ratings as the figures need them, from the office's file."""

import json
import sqlite3
from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from server.hours import instant
from server.plan import Plan, Rating
from server.rating_marks import Answered, Mark, Served, by_rating, marks
from server.reports.ratings import Finished, Judged

PlanOn = Callable[[sqlite3.Connection, str], Plan]
"""What was in force on a business day."""

GROUPS: dict[str, Callable[["RatedVisit"], str]] = {
    "office": lambda visit: "all",
    "service": lambda visit: visit.service,
    "counter": lambda visit: visit.served.counter,
    "clerk": lambda visit: visit.served.clerk or "-",
    "day": lambda visit: visit.served.day,
}
PERSONAL = frozenset({"clerk", "counter"})
"""Groups that are what one person did: at a counter one person sits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A rating as it came in; *comment* is the citizen's own words and is shown to nobody.

    *listed* are the reasons as the file has them: of a year's ratings few are ever read.
    """

    id: str
    rated_at: datetime
    listed: str
    comment: str | None

    @property
    def reasons(self) -> tuple[str, ...]:
        """The reasons chosen."""
        return tuple(json.loads(self.listed))


@dataclass(frozen=True, slots=True, kw_only=True)
class RatedVisit:
    """A finished visit with its rating, if any: judged, and as it was said."""

    service: str
    served: Served
    least: int
    judged: Judged | None = None
    said: Said | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """The finished visits of some business days, and the marks on the ratings among them."""

    visits: list[RatedVisit]
    marks: list[Mark]
    least: int

    def of_clerk(self, clerk: str) -> list[RatedVisit]:
        """Those that *clerk* served."""
        return [visit for visit in self.visits if visit.served.clerk == clerk]


def period(connection: sqlite3.Connection, start: str, end: str, plan_on: PlanOn) -> Period:
    """The business days *start* to *end*, both included.

    Marks are looked for in the whole months around, so that they do not depend on the days asked.
    """
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    months_end = last.replace(day=monthrange(last.year, last.month)[1])
    rows = connection.execute(_VISITS, (first.replace(day=1).isoformat(), months_end.isoformat()))
    served = [(row, _served(row)) for row in rows]
    found = marks(each for _, each in served)
    kinds = by_rating(found)
    rules = {day: plan_on(connection, day).rating for day in _days(served, start, end)}
    visits = [
        _visit(row, each, rules[each.day], kinds) for row, each in served if each.day in rules
    ]
    ids = {visit.said.id for visit in visits if visit.said}
    usual = plan_on(connection, end).rating.least_count
    least = max((rule.least_count for rule in rules.values()), default=usual)
    return Period(visits, [mark for mark in found if ids & set(mark.ids)], least)


def grouped(visits: Iterable[RatedVisit], by: str) -> list[Finished]:
    """*visits* as the figures by *by* of :data:`GROUPS` take them."""
    group = GROUPS[by]
    return [
        Finished(group=group(visit), least=visit.least, rating=visit.judged) for visit in visits
    ]


_VISITS = (
    "SELECT t.service, t.counter, t.clerk, t.business_day, r.id, r.score, r.reasons, r.comment, "
    "r.rated_at, r.channel, c.state AS contest, "
    # A time put right later says when the visit ended, and not when the tablet began to ask.
    "CASE WHEN t.corrected_at IS NULL THEN t.finished_at ELSE coalesce((SELECT j.at FROM journal j "
    "WHERE j.ticket = t.id AND j.event = 'finished' ORDER BY j.seq DESC LIMIT 1), t.finished_at) "
    "END AS finished_at FROM tickets t LEFT JOIN ratings r ON r.ticket = t.id "
    "LEFT JOIN contests c ON c.rating = r.id "
    "WHERE t.state = 'finished' AND t.business_day BETWEEN ? AND ?"
)


def _days(served: Iterable[tuple[sqlite3.Row, Served]], start: str, end: str) -> set[str]:
    return {each.day for _, each in served if start <= each.day <= end}


def _served(row: sqlite3.Row) -> Served:
    answer = None
    if row["id"] is not None:
        answer = Answered(id=row["id"], rated_at=instant(row["rated_at"]), channel=row["channel"])
    return Served(
        day=row["business_day"],
        counter=row["counter"] or "-",
        clerk=row["clerk"],
        finished_at=instant(row["finished_at"]),
        answer=answer,
    )


def _visit(
    row: sqlite3.Row, served: Served, rule: Rating, kinds: dict[str, frozenset[str]]
) -> RatedVisit:
    if served.answer is None:
        return RatedVisit(service=row["service"], served=served, least=rule.least_count)
    return RatedVisit(
        service=row["service"],
        served=served,
        least=rule.least_count,
        judged=Judged(
            score=row["score"],
            is_positive=row["score"] in rule.positive,
            marks=kinds.get(row["id"], frozenset()),
            contest=row["contest"] or "",
        ),
        said=Said(
            id=row["id"],
            rated_at=served.answer.rated_at,
            listed=row["reasons"],
            comment=row["comment"],
        ),
    )
