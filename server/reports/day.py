"""The office's day in figures: counts first, rates late, each with what it was computed from.

A rate over nothing is ``None``, which is not zero (domain paper 5.2, rules a, b and f).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One ticket as the figures need it.

    *called_at* is the first call.  *served_s* are the seconds of service before *started_at*, of a
    visit that was parked or moved.  Whether *score* is a positive one, and how many ratings are the
    *least* of which one speaks, is the rule of the visit's own day.
    """

    group: str
    state: str
    issued_at: datetime
    called_at: datetime | None
    started_at: datetime | None
    finished_at: datetime | None
    served_s: int = 0
    is_forgotten: bool = False
    score: int | None
    is_positive: bool = False
    least: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fraction:
    """A figure: *value* is numerator over denominator, or the numerator alone for a count.

    *left_out* is how many forgotten visits it does without; of a smaller denominator than *least*
    nothing is said.
    """

    name: str
    group: str
    numerator: float
    denominator: float | None
    unit: str
    rule: str
    left_out: int = 0
    least: int = 0

    @property
    def value(self) -> float | None:
        """``None`` when there is nothing to divide by, or too little."""
        if self.denominator is None:
            return self.numerator
        if self.denominator < self.least:
            return None
        return round(self.numerator / self.denominator, 4) if self.denominator else None


def figures(
    visits: Iterable[Visit], *, leave_out: bool = False, is_personal: bool = False
) -> list[Fraction]:
    """All figures of each group, the groups in alphabetical order.

    A group that *is_personal* is what few people did, and of its answers nothing is said here.
    Nobody pressed the end of a forgotten visit, and nobody was asked how it was.  If *leave_out*,
    the mean time of service and the share of ratings do without such visits; counts keep them.
    """
    groups: dict[str, list[Visit]] = {}
    for visit in visits:
        groups.setdefault(visit.group, []).append(visit)
    return [
        figure
        for group in sorted(groups)
        for figure in _of_group(group, groups[group], leave_out=leave_out)
        if not (is_personal and figure.name == "satisfied")
    ]


def _of_group(group: str, visits: Sequence[Visit], *, leave_out: bool) -> Iterator[Fraction]:
    states = _counts(visits)
    yield _count("issued", group, len(visits), "every number given")
    for state, rule in _STATES.items():
        yield _count(state, group, states.get(state, 0), rule)
    waits = [(v.called_at - v.issued_at).total_seconds() for v in visits if v.called_at]
    yield _mean("wait", group, waits, "from issue to the first call, called tickets only")
    whole = [v for v in visits if not (leave_out and v.is_forgotten)]
    left_out = len(visits) - len(whole)
    served = _mean("service", group, list(_service_s(whole)), "from start to finish, both pressed")
    yield _without(served, left_out)
    yield _without(_response(group, whole), left_out)
    yield _satisfied(group, [v for v in visits if v.score is not None])


_STATES: Mapping[str, str] = {
    "waiting": "not called yet",
    "called": "called, not started",
    "serving": "being served",
    "finished": "served to the end",
    "no_show": "called and not there",
    "cancelled": "given back",
}


def _counts(visits: Sequence[Visit]) -> Mapping[str, int]:
    counts: dict[str, int] = {}
    for visit in visits:
        counts[visit.state] = counts.get(visit.state, 0) + 1
    return counts


def _service_s(visits: Sequence[Visit]) -> Iterator[float]:
    for visit in visits:
        if visit.started_at and visit.finished_at:
            yield visit.served_s + (visit.finished_at - visit.started_at).total_seconds()


def _response(group: str, visits: Sequence[Visit]) -> Fraction:
    finished = [v for v in visits if v.state == "finished"]
    rated = sum(v.score is not None for v in finished)
    return _share("response", group, rated, len(finished), "ratings over finished visits")


def _satisfied(group: str, rated: Sequence[Visit]) -> Fraction:
    positive = sum(v.is_positive for v in rated)
    rule = "positive by the rule of their day, over all ratings"
    share = _share("satisfied", group, positive, len(rated), rule)
    return replace(share, least=max((v.least for v in rated), default=0))


def _without(figure: Fraction, left_out: int) -> Fraction:
    if not left_out:
        return figure
    rule = f"{figure.rule}; {left_out} closed by rule left out"
    return replace(figure, rule=rule, left_out=left_out)


def _count(name: str, group: str, number: int, rule: str) -> Fraction:
    return Fraction(
        name=name, group=group, numerator=number, denominator=None, unit="tickets", rule=rule
    )


def _share(name: str, group: str, part: int, whole: int, rule: str) -> Fraction:
    return Fraction(
        name=name, group=group, numerator=part, denominator=whole, unit="share", rule=rule
    )


def _mean(name: str, group: str, values: Sequence[float], rule: str) -> Fraction:
    return Fraction(
        name=name,
        group=group,
        numerator=round(sum(values), 3),
        denominator=len(values),
        unit="s",
        rule=rule,
    )
