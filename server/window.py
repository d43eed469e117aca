"""When a citizen may rate: one window a finished ticket, at the counter that served it.  Pure.

It opens with *finish* and closes at the next call of that counter or after *window_s* seconds,
whichever comes first.  The tablet closes it by an answer; the store keeps one rating a ticket.
Sixty seconds are the usual: long enough to read five words, short enough that the next citizen at
the counter does not answer for the last one.  On somebody's own phone no call closes it.
"""

from datetime import datetime, timedelta


def closes_at(finished_at: datetime, next_called_at: datetime | None, window_s: int) -> datetime:
    """The instant at which the window of a ticket finished at *finished_at* closes."""
    end = finished_at + timedelta(seconds=window_s)
    return end if next_called_at is None else min(end, next_called_at)


def takes(rated_at: datetime, closes: datetime) -> bool:
    """Whether an answer given at *rated_at* counts; when it was *sent* does not matter."""
    return rated_at < closes
