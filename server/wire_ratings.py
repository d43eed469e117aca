"""What crosses HTTP about ratings and those who are rated; the rest is in :mod:`server.wire`."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from server.wire import Asked


class ContestAnswer(Asked):
    """Why an answer was not about the service of the clerk who asks."""

    reason: Annotated[str, Meta(min_length=1, max_length=300)]


class JudgeContest(Asked):
    """What was decided, and a word about it for the clerk."""

    verdict: Literal["upheld", "rejected"]
    note: Annotated[str, Meta(max_length=300)] = ""


class RatingFigure(Struct, kw_only=True):
    """A figure with what it was computed from; ``value`` is null for the ``reason``, which is not
    zero.  ``low`` and ``high`` are the ends of its 95 % interval."""

    name: str
    group: str
    value: float | None
    low: float | None
    high: float | None
    numerator: int | None
    denominator: int | None
    unit: str
    rule: str
    reason: str


class RatingReport(Struct, kw_only=True):
    """Figures of satisfaction over business days ``start`` to ``end``, both included.  Below
    ``least`` ratings no share is said.  ``names`` has the full name of each clerk."""

    start: str
    end: str
    by: str
    least: int
    names: dict[str, str]
    figures: list[RatingFigure]


class RatingMark(Struct, kw_only=True):
    """Ratings that do not look like citizens' own.  ``count`` of ``of``; ``others`` is the share
    of the rest of the office."""

    kind: str
    since: str
    counter: str | None
    clerk: str | None
    clerk_name: str | None
    count: int
    of: int
    others: float | None


class SingleAnswer(Struct, kw_only=True):
    """One answer as a reader may see it: ``quarter`` is the begin of its quarter of an hour."""

    ref: str
    quarter: str
    score: int
    reasons: list[str]
    comment: str | None
    contest: str


class CitizenComment(Struct, kw_only=True):
    """What somebody wrote, without names and numbers, and without whose service it was about."""

    quarter: str
    service: str
    score: int
    reasons: list[str]
    comment: str


class Comments(Struct, kw_only=True):
    """What was written, the newest first; only if there are ``least`` ratings on these days."""

    start: str
    end: str
    least: int
    ratings: int
    comments: list[CitizenComment]


class OwnAnswer(SingleAnswer, kw_only=True):
    """One answer as its clerk sees it, with what was decided if they contested it."""

    note: str | None


class MyRatings(Struct, kw_only=True):
    """The own figures of the clerk who asks; single ``answers`` only if there are ``least``."""

    start: str
    end: str
    least: int
    figures: list[RatingFigure]
    answers: list[OwnAnswer]


class Contest(SingleAnswer, kw_only=True):
    """A contested answer, with why, what is marked on it, and what was decided."""

    counter: str
    clerk: str
    clerk_name: str | None
    marks: list[str]
    reason: str
    contested_at: str
    judged_by: str | None
    judged_at: str | None
    note: str | None


class ContestState(Struct, kw_only=True):
    """How a contest stands."""

    ref: str
    contest: str
