"""The office's day in figures: counts first, rates late, each with what it was computed from.

A rate over nothing is ``None``, which is not zero (domain paper 5.2, rules a, b and f).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

POSITIVE = frozenset({4, 5})
"""Scores that count as satisfied: *hài lòng* and *rất hài lòng*, the set the press reports."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One ticket as the figures need it."""

    group: str
    state: str
    issued_at: datetime
    called_at: datetime | None
    started_at: datetime | None
    finished_at: datetime | None
    score: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fraction:
    """A figure: *value* is numerator over denominator, or the numerator alone for a count."""

    name: str
    group: str
    numerator: float
    denominator: float | None
    unit: str
    rule: str

    @property
    def value(self) -> float | None:
        """``None`` when there is nothing to divide by."""
        if self.denominator is None:
            return self.numerator
        return round(self.numerator / self.denominator, 4) if self.denominator else None


def figures(visits: Iterable[Visit]) -> list[Fraction]:
    """All figures of each group, the groups in alphabetical order."""
    groups: dict[str, list[Visit]] = {}
    for visit in visits:
        groups.setdefault(visit.group, []).append(visit)
    return [figure for group in sorted(groups) for figure in _of_group(group, groups[group])]


def _of_group(group: str, visits: Sequence[Visit]) -> Iterator[Fraction]:
    states = _counts(visits)
    yield _count("issued", group, len(visits), "every number given")
    for state, rule in _STATES.items():
        yield _count(state, group, states.get(state, 0), rule)
    waits = [(v.called_at - v.issued_at).total_seconds() for v in visits if v.called_at]
    yield _mean("wait", group, waits, "from issue to the first call, called tickets only")
    yield _mean("service", group, list(_service_s(visits)), "from start to finish, both pressed")
    scores = [v.score for v in visits if v.score is not None]
    finished = states.get("finished", 0)
    yield _share("response", group, len(scores), finished, "ratings over finished visits")
    positive = sum(score in POSITIVE for score in scores)
    yield _share("satisfied", group, positive, len(scores), "scores 4 and 5 over all ratings")


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
            yield (visit.finished_at - visit.started_at).total_seconds()


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
