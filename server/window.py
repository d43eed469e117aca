"""When a citizen may rate: one window a finished ticket, at the counter that served it.  Pure.

It opens with *finish* and closes at the next call of that counter or after *window_s* seconds,
whichever comes first, but not while its question is being read.  The tablet closes it by an answer;
the store keeps one rating a ticket.
Sixty seconds are the usual: long enough to read five words, short enough that the next citizen at
the counter does not answer for the last one.  On somebody's own phone no call closes it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

LENGTHS = 11
"""A window that is read lasts so many of its own lengths: WCAG 2.2 (2.2.1) asks that a time can be
extended ten times."""
LONGEST_S = 3600
"""The most that ``rating.window_s`` may say (:mod:`server.plan_check`), and that reading may keep a
window open."""


def longest_s(window_s: int) -> int:
    """For how many seconds after its visit a window of *window_s* may be read."""
    return min(LENGTHS * window_s, LONGEST_S)


def over_at(
    finished_at: datetime, window_s: float, longest_s: float, signs: Iterable[datetime]
) -> datetime:
    """When the time of a ticket finished at *finished_at* is over, if its question was being read
    at the instants *signs*, in any order: a sign counts as long as an answer would."""
    end = finished_at + timedelta(seconds=window_s)
    limit = finished_at + timedelta(seconds=longest_s)
    for sign in sorted(signs):
        if takes(sign, end):
            end = max(end, min(sign + timedelta(seconds=window_s), limit))
    return end


def closes_at(over: datetime, next_called_at: datetime | None) -> datetime:
    """The instant at which a window closes whose time is *over* then."""
    return over if next_called_at is None else min(over, next_called_at)


def takes(rated_at: datetime, closes: datetime) -> bool:
    """Whether an answer given at *rated_at* counts; when it was *sent* does not matter."""
    return rated_at < closes
