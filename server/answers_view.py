"""Single answers as somebody may see them: without the visit, by the quarter of an hour."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from server.hours import stamp
from server.reports.rating_rows import RatedVisit
from server.wire_ratings import CitizenComment, SingleAnswer

QUARTER = timedelta(minutes=15)

Refs = Callable[[str], str]
Screen = Callable[[str], str]


def quarter(at: datetime) -> datetime:
    """The begin of the quarter of an hour that *at* is in; every zone's hours begin on one."""
    return at - timedelta(minutes=at.minute % 15, seconds=at.second, microseconds=at.microsecond)


def answers(visits: Iterable[RatedVisit], refs: Refs, screen: Screen) -> list[SingleAnswer]:
    """The answers of *visits*, the newest quarter first; within one in no order of time."""
    found = [
        SingleAnswer(
            ref=refs(visit.said.id),
            quarter=stamp(quarter(visit.said.rated_at)),
            score=visit.judged.score,
            reasons=list(visit.said.reasons),
            comment=None if visit.said.comment is None else screen(visit.said.comment),
            contest=visit.judged.contest,
        )
        for visit in visits
        if visit.said is not None and visit.judged is not None
    ]
    found.sort(key=lambda each: each.ref)
    return sorted(found, key=lambda each: each.quarter, reverse=True)


def comments(visits: Iterable[RatedVisit], screen: Screen) -> list[CitizenComment]:
    """What was written about *visits*, the newest quarter first; not whose it was."""
    found = [
        CitizenComment(
            quarter=stamp(quarter(visit.said.rated_at)),
            service=visit.service,
            score=visit.judged.score,
            reasons=list(visit.said.reasons),
            comment=screen(visit.said.comment),
        )
        for visit in visits
        if visit.said is not None and visit.judged is not None and visit.said.comment
    ]
    found.sort(key=lambda each: each.comment)
    return sorted(found, key=lambda each: each.quarter, reverse=True)
