"""How long somebody is likely to wait: an honest range, or nothing.

The rule with its reasons stands in ``docs/reference/hours-and-numbers.md``.  Durations are seconds.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, pstdev, quantiles

FEWEST = 10
"""Visits without which nothing is said: of fewer, one long one moves the mean by a third."""
MOST = 200
"""The newest visits that are looked at."""
Z = 1.64
"""Standard deviations to either side: nine of ten, were the rest of the rule right."""
DRIFT = 0.2
"""How far the pace of the next hour may be from that of the visits looked at, as a share."""


@dataclass(frozen=True, slots=True)
class Pace:
    """What one ticket of a service takes its counter, from its call to the next one's: on the
    average, how far single ones are from it, and how far the average may be (a standard error)."""

    mean_s: float
    spread_s: float
    error_s: float


@dataclass(frozen=True, slots=True)
class Hands:
    """Who works off a service's line: *n* counters' worth, and how many of them are free now."""

    n: float
    free: int = 0


@dataclass(frozen=True, slots=True)
class Range:
    """A likely wait; *low* ≤ *likely* ≤ *high*."""

    low_s: float
    likely_s: float
    high_s: float


def cycle_s(called: float, finished: float, next_called: float, next_came: float) -> float:
    """What a visit took its counter, all four as seconds on one clock.

    Until the next call, if the next one was there already when this one was done: else the counter
    had nobody to call, and that time is not the visit's.
    """
    was_awaited = finished <= next_called and next_came <= finished
    return max(0.0, (next_called if was_awaited else finished) - called)


def pace(durations: Sequence[float]) -> Pace | None:
    """The pace of these visits, the newest first; ``None`` of fewer than :data:`FEWEST`.

    Those outside the middle nine tenths count as its edge: somebody forgot to press, or it was a
    rare long case, and neither may move what everybody is told.
    """
    held = list(durations[:MOST])
    if len(held) < FEWEST:
        return None
    edges = quantiles(held, n=20, method="inclusive")
    middle = [min(max(each, edges[0]), edges[-1]) for each in held]
    spread_s = pstdev(middle)
    return Pace(fmean(middle), spread_s, spread_s / math.sqrt(len(middle)))


def hands(
    service: str,
    counters: Sequence[tuple[tuple[str, ...], bool]],
    waiting: Mapping[str, int],
    mean_s: Mapping[str, float],
) -> Hands:
    """The open counters that serve *service*; each is given as the services it serves, and whether
    it is free.

    A counter with other lines gives this one the share of its time that the line's work is of the
    work of all: *waiting* by service, at *mean_s* each where that is known.
    """
    own_s = mean_s.get(service, 1.0)
    own = max(1, waiting.get(service, 0)) * own_s
    n, free = 0.0, 0
    for services, is_free in counters:
        if service in services:
            others = {each for each in services if each != service}
            n += own / (own + sum(waiting.get(e, 0) * mean_s.get(e, own_s) for e in others))
            free += is_free
    return Hands(n, free)


def estimate(ahead: int, at: Pace | None, by: Hands) -> Range | None:
    """How long whoever has *ahead* before them waits for their call; ``None`` where nobody can
    tell: no counter is open, or too few visits are known.

    The first of a line waits half a visit, for those in hand are half done on the average.  What
    *ahead* visits take varies as the square root of their number; that the average is not the true
    one, and that the hour has a pace of its own, counts for each of them alike.
    """
    if at is None or by.n <= 0:
        return None
    place = max(0.0, ahead + 0.5 - by.free)
    likely = place * at.mean_s / by.n
    single, alike = at.spread_s * math.sqrt(place + 0.5), at.error_s * place
    around = DRIFT * likely + Z * math.hypot(single, alike) / by.n
    return Range(max(0.0, likely - around), likely, likely + around)
