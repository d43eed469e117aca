"""The clocks that are handed to the office: the machine's own, or a faster one for rehearsals."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Now = Callable[[], datetime]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SLACK = timedelta(minutes=2)
"""A clock that is set by less is being kept right, not put wrong."""


def machine_now() -> datetime:
    """The machine's clock as an aware instant."""
    return datetime.now(UTC)


def behind(last: datetime, now: datetime) -> str:
    """One sentence if the clock, which says *now*, is before the journal's *last* entry."""
    if last <= now + SLACK:
        return ""
    return (
        f"this machine's clock is behind the journal, which ends at {last:%Y-%m-%d %H:%M} UTC: "
        "check its date, time and zone"
    )


def unmoved() -> timedelta:
    """The jumps of a clock that nobody sets."""
    return timedelta(0)


class Watch:
    """Notices when the clock *now* does not run as time does: somebody, or a time server, has set
    it, or the machine has slept."""

    def __init__(self, now: Now, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._monotonic = monotonic
        self._ahead = self._offset()

    def jumped(self) -> timedelta:
        """By how much it was set since the last look, negative when back; less than
        :data:`SLACK` is nothing."""
        before, self._ahead = self._ahead, self._offset()
        jump = self._ahead - before
        return jump if abs(jump) > SLACK else timedelta(0)

    def _offset(self) -> timedelta:
        return self._now() - EPOCH - timedelta(seconds=self._monotonic())


class FastClock:
    """A clock that starts at *start* and runs *speed* times as fast as time does."""

    def __init__(
        self, start: datetime, speed: float, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._start = start
        self._speed = speed
        self._monotonic = monotonic
        self._began = monotonic()
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """The office's instant."""
        with self._lock:
            elapsed_s = (self._monotonic() - self._began) * self._speed
            return self._start + timedelta(seconds=elapsed_s)

    def jump_to(self, later: datetime) -> None:
        """Go on from *later*: a rehearsal skips the night. Never goes back."""
        with self._lock:
            elapsed_s = (self._monotonic() - self._began) * self._speed
            current = self._start + timedelta(seconds=elapsed_s)
            self._start, self._began = max(later, current), self._monotonic()
