"""Ratings that do not look like a citizen's own: found by numbers, never deleted.  Pure.

A mark is no verdict.  What is marked is counted apart, and figures are given with and without it.
The numbers are explained in ``docs/reference/rating-figures.md``.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from server.shares import wilson

BURST, INSTANT, ALWAYS = "burst", "instant", "always"
KINDS = (BURST, INSTANT, ALWAYS)

BURST_COUNT = 3
BURST_GAP = timedelta(seconds=30)
"""Each answer is the end of a visit: no counter calls, serves and finishes three people so fast."""
INSTANT_WITHIN = timedelta(seconds=1)
"""Reading the question and moving a hand takes longer than the tablet's screen takes to change."""
ALWAYS_VISITS = 30
ALWAYS_SHARE = 0.9
ALWAYS_ABOVE = 0.25
"""How far the least that a clerk's share may be lies above the most that the others' may be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What came in on a tablet or a phone (*channel*), without what it says."""

    id: str
    rated_at: datetime
    channel: str = "tablet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A finished visit of the business day *day* (``YYYY-MM-DD``)."""

    day: str
    counter: str
    clerk: str | None
    finished_at: datetime
    answer: Answered | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What was found: the ratings *ids* of one clerk or counter.

    *since* is the day, or of ``always`` the month's first day.  *count* ratings of *of* visits;
    *others* is the share of the rest of the office, of ``always`` only.
    """

    kind: str
    since: str
    counter: str | None
    clerk: str | None
    ids: tuple[str, ...]
    of: int
    others: float | None = None

    @property
    def count(self) -> int:
        """How many ratings."""
        return len(self.ids)


def marks(visits: Iterable[Served]) -> list[Mark]:
    """Everything that stands out in *visits*, which should be whole months."""
    served = sorted(visits, key=lambda each: (each.day, each.counter, each.finished_at))
    found = [*_bursts(served), *_instants(served), *_always(served)]
    return sorted(found, key=lambda mark: (mark.since, KINDS.index(mark.kind), mark.ids))


def by_rating(found: Iterable[Mark]) -> dict[str, frozenset[str]]:
    """The kinds of mark that each marked rating has."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for mark in found:
        for id in mark.ids:
            kinds[id].add(mark.kind)
    return {id: frozenset(each) for id, each in kinds.items()}


def _bursts(served: Sequence[Served]) -> Iterator[Mark]:
    """Series at one tablet: each answer soon after the one before."""
    at_counter: dict[tuple[str, str], list[tuple[Served, Answered]]] = defaultdict(list)
    for each in served:
        if each.answer is not None and each.answer.channel == "tablet":
            at_counter[each.day, each.counter].append((each, each.answer))
    for (day, counter), answers in at_counter.items():
        answers.sort(key=lambda pair: (pair[1].rated_at, pair[1].id))
        for series in _series(answers):
            clerks = {visit.clerk for visit, _ in series}
            yield Mark(
                kind=BURST,
                since=day,
                counter=counter,
                clerk=clerks.pop() if len(clerks) == 1 else None,
                ids=tuple(answer.id for _, answer in series),
                of=len(answers),
            )


def _series(
    answers: Sequence[tuple[Served, Answered]],
) -> Iterator[Sequence[tuple[Served, Answered]]]:
    start = 0
    for i in range(1, len(answers) + 1):
        if i == len(answers) or answers[i][1].rated_at - answers[i - 1][1].rated_at > BURST_GAP:
            if i - start >= BURST_COUNT:
                yield answers[start:i]
            start = i


def _instants(served: Sequence[Served]) -> Iterator[Mark]:
    """Answers that were there as the visit ended, one mark a clerk, counter and day."""
    where: dict[tuple[str, str, str | None], list[Served]] = defaultdict(list)
    for each in served:
        where[each.day, each.counter, each.clerk].append(each)
    for (day, counter, clerk), visits in where.items():
        ids = [
            each.answer.id
            for each in visits
            if each.answer and each.answer.rated_at - each.finished_at <= INSTANT_WITHIN
        ]
        if ids:
            answered = sum(each.answer is not None for each in visits)
            yield Mark(
                kind=INSTANT, since=day, counter=counter, clerk=clerk, ids=tuple(ids), of=answered
            )


def _always(served: Sequence[Served]) -> Iterator[Mark]:
    """Clerks whose citizens nearly all answer, in an office where far fewer do."""
    months: dict[str, list[Served]] = defaultdict(list)
    for each in served:
        months[each.day[:7]].append(each)
    for month, visits in months.items():
        finished: Counter[str | None] = Counter(each.clerk for each in visits)
        ids: dict[str | None, list[str]] = defaultdict(list)
        for each in visits:
            if each.answer:
                ids[each.clerk].append(each.answer.id)
        rated = sum(map(len, ids.values()))
        for clerk in sorted(clerk for clerk in ids if clerk is not None):
            own, others = len(ids[clerk]), rated - len(ids[clerk])
            rest = len(visits) - finished[clerk]
            if _is_far_above(own, finished[clerk], others, rest):
                yield Mark(
                    kind=ALWAYS,
                    since=f"{month}-01",
                    counter=None,
                    clerk=clerk,
                    ids=tuple(ids[clerk]),
                    of=finished[clerk],
                    others=others / rest,
                )


def _is_far_above(rated: int, visits: int, others_rated: int, others: int) -> bool:
    if min(visits, others) < ALWAYS_VISITS or rated / visits < ALWAYS_SHARE:
        return False
    return wilson(rated, visits)[0] >= wilson(others_rated, others)[1] + ALWAYS_ABOVE
