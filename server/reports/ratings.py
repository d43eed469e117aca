"""Satisfaction in figures: each with what it was computed from, how sure it is, and what is marked.

Pure.  Counts first, shares late.  A share of too few answers is not said (``too_few``), one of
none is ``no_ratings``; neither is zero.  Every word of it is explained in
``docs/reference/rating-figures.md``.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from server.rating_marks import KINDS
from server.shares import rounded, wilson

SCORES = (5, 4, 3, 2, 1)
NATIONAL_POINTS = 6
NATIONAL_FULL = (9, 10)
"""The share of satisfied answers from which all points are given, as a fraction."""

NO_RATINGS, TOO_FEW, NO_VISITS = "no_ratings", "too_few", "no_visits"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A rating, judged by the settings of its own business day.

    *marks* are the kinds of :mod:`server.rating_marks`; *contest* is ``""``, ``open``, ``upheld``
    or ``rejected``.
    """

    score: int
    is_positive: bool
    marks: frozenset[str] = frozenset()
    contest: str = ""

    @property
    def is_doubted(self) -> bool:
        """Whether figures without what stands out do without it."""
        return bool(self.marks) or self.contest == "upheld"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """A finished visit; *least* is the fewest ratings of which its day's settings let one speak."""

    group: str
    least: int
    rating: Judged | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure: *value* with its 95 % interval *low* to *high* where it has one.

    *value* is ``None`` for the *reason*; *numerator* is ``None`` where it would tell what single
    citizens answered about one person.
    """

    name: str
    group: str
    value: float | None
    numerator: int | None
    denominator: int | None
    unit: str
    rule: str
    low: float | None = None
    high: float | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Group:
    name: str
    least: int
    is_personal: bool

    def count(self, name: str, number: int, unit: str, rule: str) -> Figure:
        """How many; a count has no denominator."""
        return Figure(
            name=name,
            group=self.name,
            value=number,
            numerator=number,
            denominator=None,
            unit=unit,
            rule=rule,
        )

    def share(self, name: str, part: int, ratings: int, rule: str, *, is_sure: bool) -> Figure:
        """A share of *ratings*, with its interval if *is_sure*; not said of fewer than *least*."""
        is_said = ratings >= max(self.least, 1)
        low, high = wilson(part, ratings) if is_said and is_sure else (None, None)
        return Figure(
            name=name,
            group=self.name,
            value=rounded(part, ratings) if is_said else None,
            numerator=part if is_said or not (self.is_personal and ratings) else None,
            denominator=ratings,
            unit="share",
            rule=rule,
            low=None if low is None else round(low, 4),
            high=None if high is None else round(high, 4),
            reason="" if is_said else TOO_FEW if ratings else NO_RATINGS,
        )


def figures(
    visits: Iterable[Finished], *, is_personal: bool = False, is_office: bool = False
) -> list[Figure]:
    """All figures of each group, the groups in alphabetical order and so in no rank.

    *is_personal*: a group is what one person did.  *is_office*: a group is the whole office, which
    alone has a national score.
    """
    groups: dict[str, list[Finished]] = {}
    for visit in visits:
        groups.setdefault(visit.group, []).append(visit)
    found: list[Figure] = []
    for name in sorted(groups):
        least = max(visit.least for visit in groups[name])
        group = _Group(name, least, is_personal)
        found += _of_group(group, groups[name])
        if is_office:
            found.append(_national(group, _ratings(groups[name])))
    return found


def _ratings(visits: Sequence[Finished]) -> list[Judged]:
    return [visit.rating for visit in visits if visit.rating is not None]


def _of_group(group: _Group, visits: Sequence[Finished]) -> Iterator[Figure]:
    ratings = _ratings(visits)
    yield group.count("finished", len(visits), "visits", "visits served to the end")
    yield group.count("ratings", len(ratings), "ratings", "ratings of these visits")
    yield _response(group, len(ratings), len(visits))
    yield _satisfied(group, "satisfied", ratings, "positive by the rule of their day, of all")
    plain = [each for each in ratings if not each.is_doubted]
    rule = "the same without marked ratings and without contests that were upheld"
    yield _satisfied(group, "satisfied_plain", plain, rule)
    for score in SCORES:
        part = sum(each.score == score for each in ratings)
        rule = f"ratings with score {score}, of all"
        yield group.share(f"score_{score}", part, len(ratings), rule, is_sure=False)
    for kind in KINDS:
        part = sum(kind in each.marks for each in ratings)
        yield group.count(f"marked_{kind}", part, "ratings", f"ratings marked {kind}")
    for name, states in _CONTESTS.items():
        part = sum(each.contest in states for each in ratings)
        yield group.count(name, part, "ratings", f"ratings whose contest is {', '.join(states)}")


_CONTESTS: Mapping[str, tuple[str, ...]] = {
    "contested": ("open", "upheld", "rejected"),
    "upheld": ("upheld",),
}


def _response(group: _Group, rated: int, finished: int) -> Figure:
    return Figure(
        name="response",
        group=group.name,
        value=rounded(rated, finished) if finished else None,
        numerator=rated,
        denominator=finished,
        unit="share",
        rule="ratings over finished visits",
        reason="" if finished else NO_VISITS,
    )


def _satisfied(group: _Group, name: str, ratings: Sequence[Judged], rule: str) -> Figure:
    positive = sum(each.is_positive for each in ratings)
    return group.share(name, positive, len(ratings), rule, is_sure=True)


def _national(group: _Group, ratings: Sequence[Judged]) -> Figure:
    """As the national portal was seen to count: 6 points from 90 % on, none without ratings.

    It has no minimum of answers, and its zero for "no ratings" is a zero.
    """
    positive = sum(each.is_positive for each in ratings)
    return Figure(
        name="national",
        group=group.name,
        value=national_points(positive, len(ratings)),
        numerator=positive,
        denominator=len(ratings),
        unit="points",
        rule="min(6, 6 × satisfied / ratings / 0.9), 0 without ratings: as the national portal "
        "was seen to count (QĐ 766)",
        reason="" if ratings else NO_RATINGS,
    )


def national_points(positive: int, ratings: int) -> float:
    """Points of 6 for *positive* of *ratings*, to three places."""
    part, whole = NATIONAL_FULL
    if not ratings:
        return 0.0
    if positive * whole >= part * ratings:
        return float(NATIONAL_POINTS)
    return rounded(NATIONAL_POINTS * positive * whole, part * ratings, 3)
